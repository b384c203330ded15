import { z } from 'zod';
import type { Instant } from '#libs/domain/time.js';
import { hex, keyIdOf, type PublicKey } from './public-keys.js';
import { isInSpan, publicHalfOf } from './signature.js';

/** A key of a signer. One that was replaced has no private half any more. */
export interface SigningKey extends PublicKey {
  /** Hex, 32 bytes. */
  readonly privateKey: string | undefined;
}

/** A key file that cannot be used. The message is a sentence without any part of a key. */
export class KeyFileMistake extends Error {}

const at = z.iso.datetime().transform((text) => Date.parse(text));
const schema = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        key_id: z.string(),
        public_key: hex(32),
        private_key: hex(32).optional(),
        from: at,
        until: at.optional(),
      }),
    )
    .min(1),
});

/**
 * Reads the keys of a signer, oldest first. Each signs from the end of the one before it on.
 *
 * @throws {KeyFileMistake} when the file is none, when halves or ids do not belong together, or when spans overlap
 */
export function keysIn(text: string): readonly SigningKey[] {
  const keys = parsed(text).map(({ key_id: keyId, public_key: publicKey, private_key: privateKey, from, until }) => {
    return { keyId, publicKey, privateKey, from, until };
  });
  for (const [place, key] of keys.entries()) refuseOdd(key, keys[place - 1]);
  return keys;
}

/** The key that signs at an instant; undefined when none does. */
export function keyAt(keys: readonly SigningKey[], now: Instant): (SigningKey & { privateKey: string }) | undefined {
  return keys.find((key): key is SigningKey & { privateKey: string } => {
    return key.privateKey !== undefined && isInSpan(now, key);
  });
}

/** The file of a signer. It holds private keys: only the user of the signer may read it. */
export function keyFile(keys: readonly SigningKey[]): string {
  const rows = keys.map(({ keyId, publicKey, privateKey, from, until }) => ({
    key_id: keyId,
    public_key: publicKey,
    private_key: privateKey,
    from: new Date(from).toISOString(),
    until: until === undefined ? undefined : new Date(until).toISOString(),
  }));
  return `${JSON.stringify({ keys: rows }, undefined, 2)}\n`;
}

function parsed(text: string): z.infer<typeof schema>['keys'] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new KeyFileMistake('it is not JSON');
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data.keys;
  throw new KeyFileMistake(`${read.error.issues[0]?.path.join('.') || 'the file'} is missing, or has another form`);
}

function refuseOdd(key: SigningKey, before: SigningKey | undefined): void {
  const { keyId, publicKey, privateKey, from, until } = key;
  if (keyId !== keyIdOf(publicKey)) throw new KeyFileMistake(`${keyId} is not the id of its public key`);
  if (privateKey !== undefined && publicHalfOf(privateKey) !== publicKey)
    throw new KeyFileMistake(`the halves of ${keyId} do not belong together`);
  if (until !== undefined && until < from) throw new KeyFileMistake(`${keyId} ends before it begins`);
  if (before !== undefined && (before.until === undefined || before.until > from))
    throw new KeyFileMistake(`${keyId} begins before ${before.keyId} has ended`);
}
