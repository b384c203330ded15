import { z } from 'zod';
import { hex, instant, keyIdOf, type PublicKey, publicKeysIn, spanInWords } from '#libs/signing/public-keys.js';
import { type FileSignature, isInSpan, isSignedBy } from '#libs/signing/signature.js';
import { sha256Of } from '../record-hash.js';
import { type BundleFolder, fileOf, unreadable } from './bundle-folder.js';
import { BundleDiffers, mustEqual, readCanonical } from './difference.js';

const FILE = 'signatures.json';
const KEYS = 'keys.json';

const signatureFile = z.strictObject({
  signatures: z.array(
    z
      .strictObject({
        ...{ key_id: z.string(), purpose: z.literal('BONUS_ROOT'), sha256: hex(32) },
        ...{ signed_at: instant, signature: hex(64) },
      })
      .transform(({ key_id: keyId, signed_at: signedAt, ...others }): FileSignature => {
        return { keyId, signedAt, ...others };
      }),
  ),
});

/** A public key that the reader got elsewhere; without a span when only its digits are known. */
export type TrustedKey = Pick<PublicKey, 'publicKey'> & Partial<PublicKey>;

/**
 * Checks every signature over the root by the public keys of the bundle, and that its key signed at that instant.
 *
 * @param trusted  keys that the reader got elsewhere; empty: those of the bundle are taken
 * @returns        the signatures
 * @throws {BundleDiffers}
 */
export function checkSignatures(
  folder: BundleFolder,
  root: Buffer,
  trusted: readonly TrustedKey[],
): readonly FileSignature[] {
  const read = signatureFile.safeParse(readCanonical(FILE, fileOf(folder, FILE)));
  if (!read.success) throw unreadable(FILE, read.error);
  const { signatures } = read.data;
  const keys = new Map(keysOf(folder).map((key) => [key.keyId, key]));
  for (const [place, signature] of signatures.entries())
    checkSignature(signature, keys.get(signature.keyId), { root, trusted, place });
  for (const keyId of keys.keys())
    if (!signatures.some((one) => one.keyId === keyId)) throw differs(KEYS, keyId, 'a signature by it', 'none');
  if (signatures.length === 0 && trusted.length > 0)
    throw differs(FILE, 'signatures', 'a signature by a trusted key', 'none');
  return signatures;
}

interface Checking {
  readonly root: Buffer;
  readonly trusted: readonly TrustedKey[];
  readonly place: number;
}

function checkSignature(one: FileSignature, key: PublicKey | undefined, { root, trusted, place }: Checking): void {
  const field = (name: string) => `signatures[${place}].${name}`;
  mustEqual(FILE, field('sha256'), sha256Of(root), one.sha256);
  const believed = trusted.length === 0 ? key : trusted.find(({ publicKey }) => publicKey === key?.publicKey);
  if (key === undefined || believed === undefined)
    throw differs(FILE, field('key_id'), 'a key that is trusted', one.keyId);
  for (const { from = 0, until } of [key, believed])
    if (!isInSpan(one.signedAt, { from, until }))
      throw differs(
        ...([FILE, field('signed_at'), `within the span of ${one.keyId}, ${spanInWords({ from, until })}`] as const),
        new Date(one.signedAt).toISOString(),
      );
  if (!isSignedBy(key.publicKey, one, one.signature))
    throw differs(FILE, field('signature'), `a signature of root.json by ${one.keyId}`, one.signature);
}

function keysOf(folder: BundleFolder): readonly PublicKey[] {
  try {
    const keys = publicKeysIn(readCanonical(KEYS, fileOf(folder, KEYS)));
    for (const { keyId, publicKey } of keys) mustEqual(KEYS, 'key_id', keyIdOf(publicKey), keyId);
    return keys;
  } catch (error) {
    if (error instanceof z.ZodError) throw unreadable(KEYS, error);
    throw error;
  }
}

function differs(file: string, field: string, expected: string, found: string): BundleDiffers {
  return new BundleDiffers({ file, field, expected, found });
}
