import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { Instant } from '#libs/domain/time.js';
import type { KeySpan } from './signature.js';

/** The public half of a key, with the span in which it signs. */
export interface PublicKey extends KeySpan {
  readonly keyId: string;
  /** Hex, 32 bytes. */
  readonly publicKey: string;
}

export const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));
export const instant = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})$/)
  .transform(Number);

const file = z.strictObject({
  keys: z.array(z.strictObject({ key_id: z.string(), public_key: hex(32), from: instant, until: instant.optional() })),
});

const ID_DIGITS = 16;

/** The id of a key: it follows from the key, so it never names another one. */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'hex')).digest('hex').slice(0, ID_DIGITS);
}

/** The file that others check signatures by, in canonical JSON. */
export function publicKeyFile(keys: readonly PublicKey[]): Buffer {
  const rows = keys.map(({ keyId, publicKey, from, until }) => ({ keyId, publicKey, from, until }));
  return Buffer.from(canonicalJson({ keys: rows }));
}

/** Reads such a file. @throws {z.ZodError} when a field is missing or has another form */
export function publicKeysIn(json: unknown): readonly PublicKey[] {
  return file.parse(json).keys.map(({ key_id: keyId, public_key: publicKey, from, until }) => {
    return { keyId, publicKey, from, until };
  });
}

/** "2026-01-01T00:00Z to 2027-01-01T00:00Z", for people. */
export function spanInWords({ from, until }: KeySpan): string {
  return `${minuteOf(from)} ${until === undefined ? 'on' : `to ${minuteOf(until)}`}`;
}

function minuteOf(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}
