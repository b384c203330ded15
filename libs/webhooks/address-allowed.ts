import { BlockList, isIP } from 'node:net';

/** Networks that are not the public internet (IANA's registries of special-purpose addresses, and multicast), each with its prefix. */
const IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local; the metadata of clouds
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Of IPv6 only 2000::/3 is public; within it these are not, or lead to an IPv4 address that is not looked at. */
const IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // Teredo, benchmarks, ORCHID and others
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4
  ['3fff::', 20],
];

const special = new BlockList();
for (const [network, prefix] of IPV4) special.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of IPV6) special.addSubnet(network, prefix, 'ipv6');
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an address belongs to the public internet: no loopback, private, link-local, shared or reserved one, no multicast, and no IPv6 address that
 * leads to an IPv4 one.
 *
 * @param address  as a resolver gives it; what is no address is not public
 */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 0 || address.includes('%')) return false;
  if (version === 4) return !special.check(address, 'ipv4');
  return global.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
