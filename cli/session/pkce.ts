import { createHash, randomBytes } from 'node:crypto';

/** The two halves of a proof that the program which asked for a sign-in is the one that gets its token (RFC 7636). */
export interface Pkce {
  /** Sent with the first request. */
  readonly challenge: { readonly code_challenge: string; readonly code_challenge_method: 'S256' };
  /** Sent for the token. */
  readonly verifier: { readonly code_verifier: string };
}

export function newPkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return {
    challenge: { code_challenge: challenge, code_challenge_method: 'S256' },
    verifier: { code_verifier: verifier },
  };
}
