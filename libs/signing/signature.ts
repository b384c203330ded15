import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { type SigningPurpose, signedMessage } from '#libs/domain/signed-message.js';
import type { Instant } from '#libs/domain/time.js';

/** What stands before the 32 bytes of a key of Ed25519 in its encodings (RFC 8410). */
const SPKI = '302a300506032b6570032100';
const PKCS8 = '302e020100300506032b657004220420';

/** What is signed, and when. */
export interface Signed {
  readonly purpose: SigningPurpose;
  /** Hex, of the file. */
  readonly sha256: string;
  readonly signedAt: Instant;
}

/** A signature over a file, with the key that made it. */
export interface FileSignature extends Signed {
  readonly keyId: string;
  /** Hex, 64 bytes. */
  readonly signature: string;
}

/** When a key signs. */
export interface KeySpan {
  readonly from: Instant;
  /** Not included; undefined of the key that signs until the next rotation. */
  readonly until: Instant | undefined;
}

/** @param privateKey  hex, 32 bytes */
export function signatureOf(privateKey: string, { purpose, sha256, signedAt }: Signed): string {
  return sign(undefined, signedMessage(purpose, sha256, signedAt), privateKeyOf(privateKey)).toString('hex');
}

/** @param publicKey  hex, 32 bytes; one that is no point of the curve has signed nothing */
export function isSignedBy(publicKey: string, { purpose, sha256, signedAt }: Signed, signature: string): boolean {
  const message = signedMessage(purpose, sha256, signedAt);
  return verify(undefined, message, publicKeyOf(publicKey), Buffer.from(signature, 'hex'));
}

/** Whether a key signs at an instant. */
export function isInSpan(at: Instant, { from, until }: KeySpan): boolean {
  return from <= at && (until === undefined || at < until);
}

export function privateKeyOf(hex: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(`${PKCS8}${hex}`, 'hex'), format: 'der', type: 'pkcs8' });
}

/** The 32 bytes of the public half, hex. */
export function publicHalfOf(privateKey: string): string {
  return createPublicKey(privateKeyOf(privateKey))
    .export({ format: 'der', type: 'spki' })
    .subarray(-32)
    .toString('hex');
}

function publicKeyOf(hex: string): KeyObject {
  return createPublicKey({ key: Buffer.from(`${SPKI}${hex}`, 'hex'), format: 'der', type: 'spki' });
}
