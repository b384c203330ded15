import { createHmac } from 'node:crypto';
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { IssuerKeys } from './issuer-keys.js';
import { Tokens } from './tokens.js';
import { causeOf } from './unproven.js';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const ISSUER = 'https://login.test/cx';
type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let [old, fresh, rsa, unpublished]: Pair[] = [];
let published: JSONWebKeySet;
beforeAll(async () => {
  [old, fresh, unpublished] = await Promise.all([1, 2, 3].map(() => generateKeyPair('ES256')));
  rsa = await generateKeyPair('RS256');
  published = { keys: [await named(fresh, 'fresh'), await named(rsa, 'rsa')] };
});
const named = async (pair: Pair | undefined, kid: string) => ({ ...(await exportJWK(pair?.publicKey as never)), kid });

interface Said {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly by?: Pair | undefined;
}

/** A good access token, but for what is said otherwise. */
function token({ claims = {}, header = {}, by = fresh }: Said = {}): Promise<string> {
  const seconds = NOW / 1000;
  const good = {
    iss: ISSUER,
    aud: 'cx',
    sub: 'lotte',
    client_id: 'cx-cli',
    exp: seconds + 300,
    groups: ['hr'],
    ...claims,
  };
  const signer = new SignJWT(good).setProtectedHeader({ alg: 'ES256', kid: 'fresh', typ: 'at+jwt', ...header });
  return signer.sign(by?.privateKey as never);
}

/** Verifies at NOW, with the keys that are published. */
function verifier(now = () => NOW) {
  const keys = new IssuerKeys({ readKeys: async () => published, now });
  return new Tokens({ issuer: ISSUER, audience: 'cx', groupsClaim: 'groups', keys, now });
}
const outcome = (text: string, tokens = verifier()) =>
  tokens.verify(text).then(
    ({ subject }) => subject,
    (error: unknown) => causeOf(error) ?? error,
  );

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('an access token', () => {
  it('proves a person with the groups that the issuer names', async () => {
    expect(await verifier().verify(await token())).toEqual({
      kind: 'token',
      issuer: ISSUER,
      subject: 'lotte',
      client: 'cx-cli',
      groups: ['hr'],
    });
  });

  it.each<[string, Said, string]>([
    ['by RSA', { header: { alg: 'RS256', kid: 'rsa' } }, 'lotte'],
    ['for several audiences', { claims: { aud: ['other', 'cx'] } }, 'lotte'],
    ['29 s after its end, as clocks differ', { claims: { exp: NOW / 1000 - 29 } }, 'lotte'],
    ['31 s after its end', { claims: { exp: NOW / 1000 - 31 } }, 'TOKEN_EXPIRED'],
    ['without an end', { claims: { exp: undefined } }, 'TOKEN_INCOMPLETE'],
    ['29 s before it begins', { claims: { nbf: NOW / 1000 + 29 } }, 'lotte'],
    ['31 s before it begins', { claims: { nbf: NOW / 1000 + 31 } }, 'TOKEN_NOT_YET_VALID'],
    ['of another issuer', { claims: { iss: `${ISSUER}/` } }, 'TOKEN_OF_OTHER_ISSUER'],
    ['for another audience', { claims: { aud: 'shop' } }, 'TOKEN_FOR_OTHER_AUDIENCE'],
    ['without an audience', { claims: { aud: undefined } }, 'TOKEN_FOR_OTHER_AUDIENCE'],
    ['without a subject', { claims: { sub: undefined } }, 'TOKEN_INCOMPLETE'],
    ['without a client', { claims: { client_id: undefined } }, 'TOKEN_INCOMPLETE'],
    ['with the client in azp, as older issuers name it', { claims: { client_id: undefined, azp: 'x' } }, 'lotte'],
    ['that is an ID token', { header: { typ: 'JWT' } }, 'TOKEN_NOT_FOR_ACCESS'],
    ['without a type', { header: { typ: undefined } }, 'TOKEN_NOT_FOR_ACCESS'],
    ['of a key that the issuer does not have', { header: { kid: 'gone' } }, 'TOKEN_KEY_UNKNOWN'],
    ['that says where its key is', { header: { kid: 'gone', jku: 'https://evil.test/keys' } }, 'TOKEN_KEY_UNKNOWN'],
    ['with a name of a key of 12 kB', { header: { kid: 'k'.repeat(12_000) } }, 'TOKEN_KEY_UNKNOWN'],
  ])('%s: %s', async (_, said, expected) => {
    const by = said.header?.['alg'] === 'RS256' ? rsa : fresh;
    expect(await outcome(await token({ by, ...said }))).toBe(expected);
  });

  it('signed by another key under the name of a good one is refused', async () => {
    expect(await outcome(await token({ by: unpublished }))).toBe('TOKEN_SIGNATURE_WRONG');
    const header = { jwk: await exportJWK(unpublished?.publicKey as never) };
    expect(await outcome(await token({ by: unpublished, header }))).toBe('TOKEN_SIGNATURE_WRONG');
  });

  it('with a header that has to be understood and is not is refused', async () => {
    const head = `${part({ alg: 'ES256', typ: 'at+jwt', kid: 'fresh', crit: ['must'], must: true })}.${part({})}`;
    expect(await outcome(`${head}.${'s'.repeat(86)}`)).toBe('TOKEN_ALGORITHM_REFUSED');
  });

  it('with a changed claim is refused', async () => {
    const [header, , signature] = (await token()).split('.');
    const forged = part({ iss: ISSUER, aud: 'cx', sub: 'boss', client_id: 'cx', exp: NOW / 1000 + 300 });
    expect(await outcome([header, forged, signature].join('.'))).toBe('TOKEN_SIGNATURE_WRONG');
  });

  it('that is not signed is refused', async () => {
    const claims = { iss: ISSUER, aud: 'cx', sub: 'boss', client_id: 'cx', exp: NOW / 1000 + 300 };
    const unsigned = `${part({ alg: 'none', typ: 'at+jwt', kid: 'fresh' })}.${part(claims)}.`;
    expect(await outcome(unsigned)).toBe('TOKEN_ALGORITHM_REFUSED');
  });

  it('signed with the public key of the issuer as a password is refused', async () => {
    const claims = { iss: ISSUER, aud: 'cx', sub: 'boss', client_id: 'cx', exp: NOW / 1000 + 300 };
    const head = `${part({ alg: 'HS256', typ: 'at+jwt', kid: 'fresh' })}.${part(claims)}`;
    const password = JSON.stringify(published.keys[0]);
    const signature = createHmac('sha256', password).update(head).digest('base64url');
    expect(await outcome(`${head}.${signature}`)).toBe('TOKEN_ALGORITHM_REFUSED');
  });

  it('signed by a shared key is refused, although that key verifies it', async () => {
    const secret = new TextEncoder().encode('a password that two sides share, of 32 bytes and more');
    const claims = { iss: ISSUER, aud: 'cx', sub: 'boss', client_id: 'cx', exp: NOW / 1000 + 300 };
    const shared = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' }).sign(secret);
    const keys = { find: async () => secret as never, refresh: () => undefined };
    const tokens = new Tokens({ issuer: ISSUER, audience: 'cx', groupsClaim: 'groups', keys, now: () => NOW });
    expect(await outcome(shared, tokens)).toBe('TOKEN_ALGORITHM_REFUSED');
  });

  it.each(['x.y.z', 'e30.e30.', `${'e30'}.${'!'}.x`])('that is no token, such as %s, is refused', async (text) => {
    expect(['TOKEN_MALFORMED', 'TOKEN_ALGORITHM_REFUSED']).toContain(await outcome(text));
  });

  it('that was verified is believed until it ends, without a signature checked again', async () => {
    let [now, read] = [NOW, 0];
    const keys = new IssuerKeys({ readKeys: async () => published, now: () => now });
    const counted = {
      refresh: () => undefined,
      find: (...asked: Parameters<IssuerKeys['find']>) => {
        read += 1;
        return keys.find(...asked);
      },
    };
    const tokens = new Tokens({ issuer: ISSUER, audience: 'cx', groupsClaim: 'groups', keys: counted, now: () => now });
    const text = await token();
    for (let times = 0; times < 3; times++) expect(await outcome(text, tokens)).toBe('lotte');
    expect(read).toBe(1);
    now += 331_000;
    expect(await outcome(text, tokens)).toBe('TOKEN_EXPIRED');
  });

  it.each([
    ['withdrawn', () => published, 'TOKEN_KEY_UNKNOWN'],
    [
      'replaced by another one of its name',
      async () => ({ keys: [await named(unpublished, 'old'), ...published.keys] }),
      'TOKEN_SIGNATURE_WRONG',
    ],
  ])('of a key that was %s is refused within five minutes, also when nothing but it comes', async (_, then, cause) => {
    let now = NOW;
    let keySet: JSONWebKeySet = { keys: [await named(old, 'old'), ...published.keys] };
    const keys: IssuerKeys = new IssuerKeys({
      readKeys: async () => keySet,
      now: () => now,
      onWithdrawn: () => tokens.forget(),
    });
    const tokens: Tokens = new Tokens({ issuer: ISSUER, audience: 'cx', groupsClaim: 'groups', keys, now: () => now });
    const claims = { exp: NOW / 1000 + 3_600 };
    const withOld = await token({ by: old, header: { kid: 'old' }, claims });
    expect(await outcome(withOld, tokens)).toBe('lotte');
    keySet = await then();
    now += 300_000;
    expect(await outcome(withOld, tokens)).toBe('lotte'); // read again after more than five minutes
    now += 1;
    await outcome(withOld, tokens);
    await new Promise((resume) => setImmediate(resume));
    expect(await outcome(withOld, tokens)).toBe(cause);
  });
});
