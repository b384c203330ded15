import { z } from 'zod';
import { commaList } from './comma-list.js';

/** By what a process proves who it is, and how it finds out who calls. There is no setting that turns the proof off. */
export function identitySettings() {
  return {
    CX_TLS_CERTIFICATE_FILE: file().describe(
      'file with the certificate of this process in PEM, then those between it and its authority; read again when it changes',
    ),
    CX_TLS_KEY_FILE: file().describe('file with the key of that certificate in PEM, without a passphrase'),
    CX_TLS_CA_FILE: file().describe(
      'file with the certificates in PEM of the authorities of this installation, the old and the new one while they change',
    ),
    CX_TRUST_DOMAIN: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9.-]{0,253}[a-z0-9])?$/, 'it is not of a form like cx.example.com')
      .describe('the trust domain of this installation: certificates of services name spiffe://TRUST_DOMAIN/NAME'),
    CX_OIDC_ISSUER: z
      .url({ protocol: /^https$/, error: 'it is not an https:// address' })
      .describe('the issuer of access tokens of people and feeds, as the tokens name it'),
    CX_OIDC_AUDIENCE: z.string().default('cx-index').describe('what these tokens are issued for'),
    CX_OIDC_CA_FILE: z
      .string()
      .default('')
      .describe('file with the certificates in PEM of the authorities of the issuer; empty: the public authorities'),
    CX_OIDC_GROUPS_CLAIM: z
      .string()
      .default('groups')
      .describe('the claim of a token that lists groups, such as groups or realm_access.roles'),
    CX_FIRST_PUBLISHERS: commaList().describe(
      'people or groups of the issuer, separated by commas, that may propose and publish until the company has a document access; at least two people',
    ),
  };
}

export type IdentityConfig = z.infer<z.ZodObject<ReturnType<typeof identitySettings>>>;

function file() {
  return z.string().min(1);
}
