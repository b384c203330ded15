/** The program `cx`, as the issuer knows it. */
export const PUBLIC_CLIENT = 'cx';
/** What tokens are issued for, as CX_OIDC_AUDIENCE names it. */
export const DEMO_AUDIENCE = 'cx-index';
/** The same as a resource, which has to be a URI. */
export const DEMO_RESOURCE = 'urn:cx-index';

const HOUR = 3600;

/** Tokens for it: signed JWTs that are good for an hour. */
export const DEMO_TOKENS = {
  scope: 'cx',
  audience: DEMO_AUDIENCE,
  accessTokenFormat: 'jwt',
  accessTokenTTL: HOUR,
  jwt: { sign: { alg: 'ES256' } },
} as const;
