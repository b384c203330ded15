/** What keys of the installation sign. A signature for one purpose is none for another. */
export const SIGNING_PURPOSES = ['BONUS_ROOT'] as const;
export type SigningPurpose = (typeof SIGNING_PURPOSES)[number];

/**
 * The bytes that Ed25519 signs: a tag, the purpose and the SHA-256 of the file, a line each.
 *
 * @param sha256  hex
 */
export function signedMessage(purpose: string, sha256: string): Buffer {
  return Buffer.from(`cx-index/signature/1\n${purpose}\n${sha256}\n`);
}
