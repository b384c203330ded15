import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificatesIn } from '#libs/tls/tls-material.js';
import { LocalAuthority } from './local-authority.js';

const DAY = 86_400_000;
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cx-authority-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** What `ensure` leaves when it is called that many days from now. */
async function inDays(days: number, hosts: readonly string[] = []) {
  const authority = new LocalAuthority({ dataDir, hosts, now: () => Date.now() + days * DAY });
  await authority.ensure(['delivery']);
  const files = authority.filesOf('delivery');
  const own = new X509Certificate(readFileSync(files.certificate));
  return { own, authorities: certificatesIn(readFileSync(files.authority)), key: readFileSync(files.key, 'utf8') };
}

describe('the authority of a data folder', () => {
  it('makes a certificate with the name of the process, for the hosts it is called by', async () => {
    const { own, authorities } = await inDays(0, ['192.168.1.7']);
    expect(own.subjectAltName).toContain('URI:spiffe://cx.local/delivery');
    expect(own.checkHost('localhost')).toBe('localhost');
    for (const address of ['127.0.0.1', '::1', '192.168.1.7']) expect(own.checkIP(address)).toBe(address);
    expect(authorities.some((one) => own.checkIssued(one) && own.verify(one.publicKey))).toBe(true);
    expect(own.ca).toBe(false);
  });

  it('keeps what is good, and lets only its user read keys', async () => {
    const first = await inDays(0);
    expect((await inDays(1)).own.serialNumber).toBe(first.own.serialNumber);
    const modes = readdirSync(join(dataDir, 'tls')).map((name) => statSync(join(dataDir, 'tls', name)).mode & 0o777);
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });

  it('renews a certificate a month before it ends', async () => {
    const first = await inDays(0);
    expect((await inDays(59)).own.serialNumber).toBe(first.own.serialNumber);
    const renewed = await inDays(61);
    expect(renewed.own.serialNumber).not.toBe(first.own.serialNumber);
    expect(renewed.authorities).toHaveLength(1);
  });

  it('renews one that lacks a host', async () => {
    const first = await inDays(0);
    expect((await inDays(0, ['cx.example.com'])).own.serialNumber).not.toBe(first.own.serialNumber);
  });

  it('replaces itself long before it ends, and the old authority is believed beside the new one', async () => {
    const first = await inDays(0);
    const later = await inDays(626);
    expect(later.authorities).toHaveLength(2);
    expect(later.authorities[1]?.fingerprint256).toBe(first.authorities[0]?.fingerprint256);
    expect(later.own.checkIssued(later.authorities[0] as X509Certificate)).toBe(true);
    expect(later.own.verify((later.authorities[0] as X509Certificate).publicKey)).toBe(true);
  });
});
