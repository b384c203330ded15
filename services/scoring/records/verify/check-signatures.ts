import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { SIGNING_PURPOSES, signedMessage } from '#libs/domain/signed-message.js';
import { sha256Of } from '../record-hash.js';
import { type BundleFolder, fileOf, unreadable } from './bundle-folder.js';
import { BundleDiffers, mustEqual, readCanonical } from './difference.js';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));
const signatureFile = z.strictObject({
  signatures: z.array(
    z.strictObject({ key_id: z.string(), purpose: z.enum(SIGNING_PURPOSES), sha256: hex(32), signature: hex(64) }),
  ),
});
const keyFile = z.strictObject({ keys: z.array(z.strictObject({ key_id: z.string(), public_key: hex(32) })) });

/** What stands before the 32 bytes of a public key of Ed25519 in SPKI (RFC 8410). */
const SPKI = '302a300506032b6570032100';

/**
 * Checks every signature over the root by the public keys of the bundle.
 *
 * @param trusted  public keys, hex, that the reader got elsewhere; empty: those of the bundle are taken
 * @returns how many signatures there are
 * @throws {BundleDiffers}
 */
export function checkSignatures(folder: BundleFolder, root: Buffer, trusted: readonly string[]): number {
  const signatures = signatureFile.safeParse(readCanonical('signatures.json', fileOf(folder, 'signatures.json')));
  if (!signatures.success) throw unreadable('signatures.json', signatures.error);
  const read = keyFile.safeParse(readCanonical('keys.json', fileOf(folder, 'keys.json')));
  if (!read.success) throw unreadable('keys.json', read.error);
  const keys = new Map(read.data.keys.map(({ key_id: id, public_key: key }) => [id, key]));
  for (const [place, { key_id: id, purpose, sha256, signature }] of signatures.data.signatures.entries()) {
    const field = (name: string) => `signatures[${place}].${name}`;
    mustEqual('signatures.json', field('sha256'), sha256Of(root), sha256);
    const key = keys.get(id);
    if (key === undefined || (trusted.length > 0 && !trusted.includes(key)))
      throw differs(field('key_id'), 'a key that is trusted', id);
    const isValid = verify(undefined, signedMessage(purpose, sha256), publicKey(key), Buffer.from(signature, 'hex'));
    if (!isValid) throw differs(field('signature'), `a signature of root.json by ${id}`, signature);
  }
  const count = signatures.data.signatures.length;
  if (count === 0 && trusted.length > 0) throw differs('signatures', 'a signature by a trusted key', 'none');
  return count;
}

function publicKey(key: string) {
  return createPublicKey({ key: Buffer.from(`${SPKI}${key}`, 'hex'), format: 'der', type: 'spki' });
}

function differs(field: string, expected: string, found: string): BundleDiffers {
  return new BundleDiffers({ file: 'signatures.json', field, expected, found });
}
