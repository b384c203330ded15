import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './address-allowed.js';

describe('isPublicAddress', () => {
  it.each([
    ['of a public host', '93.184.215.14'],
    ['just below a private network', '9.255.255.255'],
    ['just above a private network', '172.32.0.0'],
    ['just below the shared network', '100.63.255.255'],
    ['of a public host by IPv6', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  ])('takes the address %s', (_, address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback beyond the first', '127.255.255.254'],
    ['this host', '0.0.0.0'],
    ['private, 10', '10.0.0.1'],
    ['private, the end of 172.16', '172.31.255.255'],
    ['private, 192.168', '192.168.1.1'],
    ['shared by a carrier', '100.127.255.255'],
    ['link-local, the metadata of clouds', '169.254.169.254'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['for documentation', '203.0.113.7'],
    ['loopback by IPv6', '::1'],
    ['no host by IPv6', '::'],
    ['loopback in IPv6', '::ffff:127.0.0.1'],
    ['private in IPv6, written in hexadecimal', '::ffff:a00:1'],
    ['private in IPv6 by NAT64', '64:ff9b::a00:1'],
    ['private in IPv6 by 6to4', '2002:a00:1::'],
    ['in IPv6 by Teredo', '2001:0:a00:1::'],
    ['private by IPv6', 'fd12:3456::1'],
    ['link-local by IPv6', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['public with a zone', '2606:2800::1%eth0'],
    ['multicast by IPv6', 'ff02::1'],
    ['metadata of a cloud by IPv6', 'fd00:ec2::254'],
    ['for documentation by IPv6', '2001:db8::1'],
    ['written with fewer numbers', '127.1'],
    ['one number', '2130706433'],
    ['a name', 'localhost'],
  ])('refuses an address that is %s', (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
