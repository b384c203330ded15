import { enumWords, type Word } from './enum-words.js';
import type { Instant } from './time.js';

/** What keys of the installation sign. A signature for one purpose is none for another. */
export const PURPOSES = enumWords('signing purpose', { BONUS_ROOT: 1, PAYOUT_MANIFEST: 2 });
export type SigningPurpose = Word<typeof PURPOSES>;

/**
 * The bytes that Ed25519 signs: a tag, the purpose, the SHA-256 of the file, and when it is signed, a line each. Nothing else that is signed
 * anywhere begins with this tag.
 *
 * @param sha256  hex
 */
export function signedMessage(purpose: SigningPurpose, sha256: string, signedAt: Instant): Buffer {
  return Buffer.from(`cx-index/signature/1\n${purpose}\n${sha256}\n${signedAt}\n`);
}
