/** Whether a host is this machine: then nothing that is sent there leaves it. A path is a socket file. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return bare === '' || bare.startsWith('/') || bare === 'localhost' || bare === '::1' || /^127(\.\d+){3}$/.test(bare);
}
