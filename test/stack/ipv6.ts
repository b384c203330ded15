import { networkInterfaces } from 'node:os';

/** True if this machine has IPv6, at least on loopback. */
export function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));
}
