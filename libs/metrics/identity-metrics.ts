import { INSECURITY_REASONS } from '#libs/domain/insecurity.js';
import { PROOF_CAUSES, type ProofCause } from '#libs/domain/proof.js';
import { counter, gauge } from './spec.js';

const causes = Object.keys(PROOF_CAUSES) as ProofCause[];

/** By what a process proves who it is, and how it finds out who calls. Every process exports this about itself. */
export const IDENTITY_METRICS = {
  callersUnprovenTotal: counter(
    'cx_callers_unproven_total',
    'all',
    { cause: causes } as const,
    'Calls refused because they did not prove who sends them, by cause.',
  ),
  certificateExpires: gauge(
    'cx_certificate_expires_timestamp_seconds',
    'timestamp',
    'all',
    { certificate: ['own', 'authority'] } as const,
    'When the certificate of the process expires, and that of the authority that signed it.',
  ),
  insecure: gauge(
    'cx_insecure',
    'number',
    'all',
    { reason: INSECURITY_REASONS, accepted: ['no', 'yes'] } as const,
    'Whether a reason of docs/security.md makes the process insecure: 1 or 0; by whether the operator accepts the reason.',
  ),
  issuerKeysRead: gauge(
    'cx_issuer_keys_read_timestamp_seconds',
    'timestamp',
    'all',
    {} as const,
    'When the process last read the keys of the issuer of tokens; absent until a token comes.',
  ),
} as const;
