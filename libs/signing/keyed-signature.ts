import type { PublicKey } from './public-keys.js';
import type { FileSignature } from './signature.js';

/** A signature with the key that made it. */
export interface KeyedSignature extends FileSignature {
  readonly key: PublicKey;
}

/**
 * Asks for the signature of a file.
 *
 * @param name    what it is of: periods/2018-08/snapshots/3
 * @param sha256  of the file, hex
 * @throws {CxError} SIGNER_UNAVAILABLE when there is none
 */
export type SignFile = (name: string, sha256: string) => Promise<KeyedSignature>;
