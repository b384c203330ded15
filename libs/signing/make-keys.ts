import { randomBytes } from 'node:crypto';
import type { Instant } from '#libs/domain/time.js';
import type { SigningKey } from './key-file.js';
import { keyIdOf } from './public-keys.js';
import { publicHalfOf } from './signature.js';

/**
 * A key that signs from an instant on.
 *
 * @param privateKey  hex, 32 bytes; default: random ones
 */
export function makeKey(from: Instant, privateKey = randomBytes(32).toString('hex')): SigningKey {
  const publicKey = publicHalfOf(privateKey);
  return { keyId: keyIdOf(publicKey), publicKey, privateKey, from, until: undefined };
}

/**
 * The keys after a rotation: a new one signs from now on. The private halves of the others are gone, so no one signs by them any more; what
 * they have signed stays valid.
 */
export function rotated(keys: readonly SigningKey[], now: Instant): readonly SigningKey[] {
  const older = keys.map((key): SigningKey => {
    return { ...key, privateKey: undefined, until: key.until === undefined || key.until > now ? now : key.until };
  });
  return [...older, makeKey(now)];
}
