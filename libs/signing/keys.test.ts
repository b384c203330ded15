import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyFileMistake, keyAt, keyFile, keysIn } from './key-file.js';
import { makeKey, rotated } from './make-keys.js';
import { keyIdOf, publicKeyFile, publicKeysIn, spanInWords } from './public-keys.js';
import { isInSpan, isSignedBy, publicHalfOf, signatureOf } from './signature.js';

const at = Date.parse('2026-03-01T12:00:00Z');
const DAY = 86_400_000;
/** The first test of RFC 8032, section 7.1. */
const SEED = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const root = { purpose: 'BONUS_ROOT', sha256: 'ab'.repeat(32), signedAt: at } as const;

describe('a key', () => {
  it('is that of RFC 8032, and its id follows from its public half', () => {
    expect(publicHalfOf(SEED)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    expect(makeKey(at, SEED).keyId).toBe(keyIdOf(publicHalfOf(SEED)));
  });

  it('signs a hash for one purpose at one instant: no other hash, instant or key has that signature', () => {
    const key = makeKey(at);
    const signature = signatureOf(key.privateKey ?? '', root);
    expect(isSignedBy(key.publicKey, root, signature)).toBe(true);
    expect(isSignedBy(key.publicKey, { ...root, sha256: 'ac'.repeat(32) }, signature)).toBe(false);
    expect(isSignedBy(key.publicKey, { ...root, signedAt: at + 1 }, signature)).toBe(false);
    expect(isSignedBy(key.publicKey, { ...root, purpose: 'OTHER' as never }, signature)).toBe(false);
    expect(isSignedBy(makeKey(at).publicKey, root, signature)).toBe(false);
  });
});

describe('a rotation', () => {
  const [first, second] = [makeKey(at), at + DAY];
  const keys = rotated([first], second);

  it('lets the new key sign from that instant on, and destroys the private half of the old one', () => {
    expect(keys.map(({ from, until, privateKey }) => [from, until, privateKey !== undefined])).toEqual([
      [at, second, false],
      [second, undefined, true],
    ]);
    expect(keyAt([first], second)?.keyId).toBe(first.keyId);
    expect(keyAt(keys, second - 1)).toBeUndefined();
    expect(keyAt(keys, second)?.keyId).toBe(keys[1]?.keyId);
  });

  it('leaves a span for each instant since the first key, and never two', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 6 }), fc.nat(3_000), (pauses, day) => {
        let [now, all] = [at, rotated([], at)];
        for (const pause of pauses) {
          now += pause * DAY;
          all = rotated(all, now);
        }
        expect(all.filter((key) => isInSpan(at + day * DAY, key))).toHaveLength(1);
        expect(keysIn(keyFile(all))).toEqual(all);
      }),
    );
  });
});

describe('a key file', () => {
  const key = makeKey(at, SEED);
  const changed = (change: object) => JSON.stringify({ keys: [{ ...JSON.parse(keyFile([key])).keys[0], ...change }] });

  it.each([
    ['is no JSON', 'PRIVATE', 'it is not JSON'],
    ['has no key', '{"keys":[]}', 'keys is missing'],
    ['has half of a private key', changed({ private_key: 'ab' }), 'keys.0.private_key is missing, or has another form'],
    ['has a field that is not known', changed({ comment: 'mine' }), 'keys.0 is missing'],
    ['names another key', changed({ key_id: 'mine' }), 'mine is not the id of its public key'],
    ['has another private half', changed({ private_key: '11'.repeat(32) }), 'do not belong together'],
    ['ends before it begins', changed({ until: '2026-01-01T00:00:00Z' }), 'ends before it begins'],
    ['has two keys at once', keyFile([key, makeKey(at + DAY)]), 'begins before'],
  ])('that %s is refused, and no part of a key is said', (_, text, says) => {
    const refused = () => keysIn(text);
    expect(refused).toThrow(KeyFileMistake);
    expect(refused).toThrow(says);
    expect(refused).not.toThrow(SEED.slice(0, 8));
  });
});

describe('what others get of the keys', () => {
  it('is their public halves and spans, in one spelling', () => {
    const keys = rotated([makeKey(at, SEED)], at + DAY);
    const text = publicKeyFile(keys).toString();
    expect(text).not.toContain('private');
    expect(publicKeysIn(JSON.parse(text))).toEqual(keys.map(({ privateKey, ...others }) => others));
    expect(keys.map(spanInWords)).toEqual(['2026-03-01T12:00Z to 2026-03-02T12:00Z', '2026-03-02T12:00Z on']);
  });
});
