import { PURPOSES } from '#libs/domain/signed-message.js';
import { counter, gauge } from './spec.js';

/** What is signed, by which key, and whether the signer answers. */
export const SIGNING_METRICS = {
  signaturesTotal: counter(
    'cx_signatures_total',
    'signer',
    { purpose: PURPOSES.words } as const,
    'Signatures that the signer made, by what they are for.',
  ),
  signingKeyBegins: gauge(
    'cx_signing_key_begins_timestamp_seconds',
    'timestamp',
    'signer',
    {} as const,
    'Since when the key signs that signs now; 0 when no key does.',
  ),
  signingFailuresTotal: counter(
    'cx_signing_failures_total',
    'scoring',
    {} as const,
    'Closes and postings that were refused because the signer gave no signature.',
  ),
  signerAnswers: gauge(
    'cx_signer_answers',
    'number',
    'scoring',
    {} as const,
    'Whether the signer answers scoring: 1 or 0; absent when the installation names none.',
  ),
} as const;
