import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LocalAuthority } from '#deploy/local/tls/local-authority.js';
import { provenBy } from './claims.js';
import { prover } from './prover.js';
import { causeOf } from './unproven.js';
import { VerifiedTokens } from './verified-tokens.js';

const lotte = { kind: 'token', issuer: 'https://i', subject: 'lotte', client: 'cx', groups: [] } as const;
const asked: string[] = [];
const tokens = {
  verify: async (token: string) => {
    asked.push(token);
    return lotte;
  },
};
const outcome = (authorization: readonly (string | Uint8Array)[]) =>
  prover({ trustDomain: 'cx.test', tokens })({ kind: 'none' }, authorization).then(
    (proven) => proven,
    (error: unknown) => causeOf(error),
  );

describe('a call', () => {
  it('with a token is proven by it', async () => {
    expect(await outcome(['Bearer a.b.c'])).toEqual(lotte);
    expect(await outcome(['bearer  a.b.c'])).toEqual(lotte);
  });

  it.each<[string, readonly (string | Uint8Array)[], string]>([
    ['neither a token nor a certificate', [], 'NO_PROOF'],
    ['two tokens', ['Bearer a.b.c', 'Bearer a.b.c'], 'TOKEN_MALFORMED'],
    ['a password', ['Basic dXNlcjpwYXNz'], 'TOKEN_MALFORMED'],
    ['a token without a signature part', ['Bearer a.b'], 'TOKEN_MALFORMED'],
    ['an encrypted token', ['Bearer a.b.c.d.e'], 'TOKEN_MALFORMED'],
    ['bytes', [Buffer.from('Bearer a.b.c')], 'TOKEN_MALFORMED'],
    ['a token of 16 KiB and more', [`Bearer a.${'b'.repeat(16_384)}.c`], 'TOKEN_TOO_LARGE'],
    ['a token of four megabytes', [`Bearer a.${'b'.repeat(4_000_000)}.c`], 'TOKEN_TOO_LARGE'],
  ])('with %s is refused before anything is decoded', async (_, authorization, cause) => {
    asked.length = 0;
    expect(await outcome(authorization)).toBe(cause);
    expect(asked).toEqual([]);
  });
});

describe('a certificate', () => {
  const certificate = { kind: 'trusted', der: Buffer.from('not readable') } as const;

  it('that cannot be read is refused with every call of its connection', async () => {
    const prove = prover({ trustDomain: 'cx.test', tokens });
    for (const _ of ['first', 'second'])
      expect(await prove(certificate, []).catch(causeOf)).toBe('CERTIFICATE_NOT_USABLE');
  });

  it('is read once for each connection, and not for a call with a token', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cx-prover-'));
    const authority = new LocalAuthority({ dataDir: folder });
    await authority.ensure(['delivery', 'ordering']);
    const derOf = (name: string) => new X509Certificate(readFileSync(authority.filesOf(name).certificate)).raw;
    const trustDomain = new X509Certificate(derOf('delivery')).subjectAltName?.match(/spiffe:\/\/([^/]+)/)?.[1] ?? '';
    const prove = prover({ trustDomain, tokens });
    const delivery = { kind: 'trusted', der: derOf('delivery') } as const;
    const proven = await prove(delivery, []);
    expect(proven).toEqual({ kind: 'service', name: 'delivery' });
    expect(await prove(delivery, [])).toBe(proven);
    expect(await prove(delivery, ['Bearer a.b.c'])).toEqual(lotte);
    expect(await prove({ kind: 'trusted', der: derOf('ordering') }, [])).toEqual({ kind: 'service', name: 'ordering' });
    rmSync(folder, { recursive: true });
  });
});

describe('the groups of a person', () => {
  const groups = (claims: object, name: string) =>
    provenBy({ iss: 'https://i', sub: 's', client_id: 'c', ...claims }, name).groups;

  it.each([
    ['a list', { groups: ['hr', 'it'] }, 'groups', ['hr', 'it']],
    ['one name', { groups: 'hr' }, 'groups', ['hr']],
    ['a list inside another claim', { realm_access: { roles: ['hr'] } }, 'realm_access.roles', ['hr']],
    ['a claim whose name has dots', { 'https://x.y/groups': ['hr'] }, 'https://x.y/groups', ['hr']],
    ['nothing', {}, 'groups', []],
    ['something else', { groups: [{ name: 'hr' }, 7, 'it', 'it'] }, 'groups', ['it']],
  ])('are read from %s', (_, claims, name, expected) => {
    expect(groups(claims, name)).toEqual(expected);
  });
});

describe('verified tokens', () => {
  it('are bounded: the one that was verified first goes', () => {
    const kept = new VerifiedTokens(2);
    for (const hash of ['a', 'b', 'c']) kept.keep(hash, lotte, 10);
    expect(['a', 'b', 'c'].map((hash) => kept.find(hash, 9))).toEqual([undefined, lotte, lotte]);
    expect(kept.find('b', 10)).toBeUndefined();
    expect(kept.size).toBe(1);
  });
});
