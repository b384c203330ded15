/**
 * Why a call does not prove who sends it. The refusal CALLER_UNKNOWN carries the cause as the fact `cause`; the log and the metric
 * cx_callers_unproven_total name it too. docs/secure-connections.md is printed from this list.
 */
export const PROOF_CAUSES = {
  NO_PROOF: 'The call brings neither a certificate of a service nor a token of a person or feed.',
  CERTIFICATE_UNTRUSTED: 'The certificate was not signed by an authority of this installation.',
  CERTIFICATE_EXPIRED: 'The certificate has expired.',
  CERTIFICATE_NOT_YET_VALID: 'The certificate is not valid yet; compare the clocks of both machines.',
  CERTIFICATE_NOT_USABLE: 'The certificate may not be used by a client, or cannot be read.',
  CERTIFICATE_WITHOUT_NAME:
    'The certificate names no service: it has no URI spiffe://TRUST_DOMAIN/NAME as an alternative name.',
  CERTIFICATE_WITH_SEVERAL_NAMES: 'The certificate has several URIs as alternative names; a service has exactly one.',
  CERTIFICATE_OF_OTHER_DOMAIN: 'The certificate belongs to another trust domain than CX_TRUST_DOMAIN.',
  TOKEN_MALFORMED: 'The call does not bring exactly one `authorization: Bearer TOKEN` with a signed JWT.',
  TOKEN_TOO_LARGE: 'The token is larger than 16 KiB; let the issuer put fewer groups into it.',
  TOKEN_ALGORITHM_REFUSED: 'The token is signed by an algorithm that is not permitted, or not at all.',
  TOKEN_KEY_UNKNOWN: 'The issuer has no key of the name with which the token says it was signed.',
  TOKEN_SIGNATURE_WRONG: 'The signature of the token does not fit the key of the issuer.',
  TOKEN_EXPIRED: 'The token has expired; get a new one.',
  TOKEN_NOT_YET_VALID: 'The token is not valid yet; compare the clocks of this machine and of the issuer.',
  TOKEN_OF_OTHER_ISSUER: 'The token was issued by another issuer than CX_OIDC_ISSUER.',
  TOKEN_FOR_OTHER_AUDIENCE: 'The token was issued for another service than CX_OIDC_AUDIENCE.',
  TOKEN_NOT_FOR_ACCESS:
    'The token is no access token: its type is not at+jwt. An ID token proves nothing to a service.',
  TOKEN_INCOMPLETE: 'The token names no subject, no client, or no time at which it expires.',
  ISSUER_UNAVAILABLE:
    'The keys of the issuer cannot be read now, and the key of the token is not among those read before.',
} as const;

export type ProofCause = keyof typeof PROOF_CAUSES;

/** What TLS found out about the certificate of a client. */
export type ClientCertificate =
  | { readonly kind: 'none' }
  /** Signed by an authority that this process believes, and valid when the connection was made. */
  | { readonly kind: 'trusted'; readonly der: Uint8Array }
  /** `code` is OpenSSL's: "CERT_HAS_EXPIRED". */
  | { readonly kind: 'refused'; readonly code: string };
