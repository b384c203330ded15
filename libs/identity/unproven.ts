import { CxError } from '#libs/domain/error.js';
import { PROOF_CAUSES, type ProofCause } from '#libs/domain/proof.js';

/**
 * The refusal of a call that does not prove who sends it. Its message never holds a part of a token.
 *
 * @returns CALLER_UNKNOWN with the fact `cause`; ISSUER_UNAVAILABLE, which may be retried, when only the issuer could tell
 */
export function unproven(cause: ProofCause, options?: { readonly cause?: unknown }): CxError {
  const reason = cause === 'ISSUER_UNAVAILABLE' ? 'ISSUER_UNAVAILABLE' : 'CALLER_UNKNOWN';
  return new CxError(reason, PROOF_CAUSES[cause], { facts: { cause }, ...options });
}

/** Why a call was refused that did not prove who sends it; undefined for any other error. */
export function causeOf(error: unknown): ProofCause | undefined {
  const cause = error instanceof CxError ? error.facts['cause'] : undefined;
  return cause !== undefined && Object.hasOwn(PROOF_CAUSES, cause) ? (cause as ProofCause) : undefined;
}
