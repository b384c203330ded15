/**
 * The host under which the services of this machine are called, as it stands in an address: IPv6 in brackets.
 *
 * @param listening  CX_HOST; a server that listens on all addresses, "::" or "0.0.0.0", is called by loopback
 */
export function calledHost(listening = process.env['CX_HOST'] ?? ''): string {
  const host = listening.replace(/^\[(.*)\]$/, '$1');
  if (host === '' || host === '::' || host === '0.0.0.0') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
