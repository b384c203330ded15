import { spec } from './reason-spec.js';

/** Why nothing is signed. They are part of `RECORD_REASONS`. */
export const SIGNING_REASONS = {
  HASH_INVALID: spec('INVALID_ARGUMENT', 'A SHA-256 has 32 bytes, and names what is there.'),
  PURPOSE_INVALID: spec('INVALID_ARGUMENT', 'purpose is not one for which this signer signs.'),
  SIGNING_KEY_MISSING: spec(
    'FAILED_PRECONDITION',
    'No key of the signer has its span now; make one with cx key rotate.',
  ),
  SIGNER_UNAVAILABLE: spec(
    'UNAVAILABLE',
    'The installation names a signer, and it gave no signature; nothing was closed or allocated. Start it, or see why it refuses, and try again.',
  ),
} as const;
