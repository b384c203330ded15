/**
 * The host under which services are called from this machine, as it stands in an address: IPv6 in brackets.
 *
 * @param listening  what CX_HOST says; a server on all addresses, "::" or "0.0.0.0", is called by loopback
 */
export function calledHost(listening = process.env['CX_HOST'] ?? ''): string {
  const host = listening.replace(/^\[(.*)\]$/, '$1');
  if (host === '' || host === '::' || host === '0.0.0.0') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
