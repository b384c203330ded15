import { createHash } from 'node:crypto';
import type { JWTVerifyResult } from 'jose';
import type { ProofCause } from '#libs/domain/proof.js';
import type { Instant } from '#libs/domain/time.js';
import { type ProvenToken, provenBy } from './claims.js';
import type { IssuerKeys } from './issuer-keys.js';
import { causeOf, unproven } from './unproven.js';
import { VerifiedTokens } from './verified-tokens.js';

export interface TokensOptions {
  /** The issuer as its tokens name it, letter by letter. */
  readonly issuer: string;
  /** What tokens for this installation are issued for. */
  readonly audience: string;
  readonly groupsClaim: string;
  readonly keys: Pick<IssuerKeys, 'find' | 'refresh'>;
  readonly now: () => Instant;
}

/** Signatures with a key pair. Never `none`, and never HS256: its key would have to be known here. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** The type of an access token in RFC 9068. An ID token has the same issuer and keys, and another type. */
const TYPE = 'at+jwt';
/** How far the clocks of this machine and of the issuer may differ. */
export const SKEW_SECONDS = 30;

/** Verifies the access tokens of one issuer. */
export class Tokens {
  readonly #verified = new VerifiedTokens();

  constructor(private readonly options: TokensOptions) {}

  /**
   * @param token  a signed JWT of at most 16 KiB
   * @throws {CxError} CALLER_UNKNOWN with one of the causes TOKEN_..., or ISSUER_UNAVAILABLE
   */
  async verify(token: string): Promise<ProvenToken> {
    const hash = createHash('sha256').update(token).digest('base64');
    const now = this.options.now();
    const known = this.#verified.find(hash, now);
    if (known !== undefined) {
      this.options.keys.refresh(now); // else a withdrawn key would be believed until an unknown token comes
      return known;
    }
    const { payload } = await this.#checked(token, now);
    const proven = provenBy(payload, this.options.groupsClaim);
    this.#verified.keep(hash, proven, ((payload.exp ?? 0) + SKEW_SECONDS) * 1000);
    return proven;
  }

  /** A key was withdrawn: every token is verified again. */
  forget(): void {
    this.#verified.clear();
  }

  async #checked(token: string, now: Instant): Promise<JWTVerifyResult> {
    const { jwtVerify } = await import('jose');
    const { issuer, audience, keys } = this.options;
    try {
      return await jwtVerify(token, (header, input) => keys.find(header, input), {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        typ: TYPE,
        clockTolerance: SKEW_SECONDS,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(now),
      });
    } catch (error) {
      if (causeOf(error) !== undefined) throw error;
      throw unproven(causeIn(error), { cause: error });
    }
  }
}

/** By the code of an error of jose. */
const CAUSE_OF_CODE: Readonly<Record<string, ProofCause>> = {
  ERR_JWT_EXPIRED: 'TOKEN_EXPIRED',
  ERR_JOSE_ALG_NOT_ALLOWED: 'TOKEN_ALGORITHM_REFUSED',
  ERR_JOSE_NOT_SUPPORTED: 'TOKEN_ALGORITHM_REFUSED',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'TOKEN_SIGNATURE_WRONG',
};

/** By the claim that does not fit. */
const CAUSE_OF_CLAIM: Readonly<Record<string, ProofCause>> = {
  iss: 'TOKEN_OF_OTHER_ISSUER',
  aud: 'TOKEN_FOR_OTHER_AUDIENCE',
  nbf: 'TOKEN_NOT_YET_VALID',
  typ: 'TOKEN_NOT_FOR_ACCESS',
  exp: 'TOKEN_INCOMPLETE',
  sub: 'TOKEN_INCOMPLETE',
};

function causeIn(error: unknown): ProofCause {
  const { code = '', claim = '' } = error as { readonly code?: string; readonly claim?: string };
  if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED') return CAUSE_OF_CLAIM[claim] ?? 'TOKEN_MALFORMED';
  return CAUSE_OF_CODE[code] ?? 'TOKEN_MALFORMED';
}
