import { X509Certificate } from 'node:crypto';
import { type PemMistake, pemMistake } from '#libs/domain/pem.js';
import type { Instant } from '#libs/domain/time.js';
import type { TlsMaterial } from './tls-source.js';

/** When the certificates of a process expire. */
export interface Expiry {
  readonly own: Instant;
  /** Of the authority that signed the own certificate or, where another one lies between, of the authority that expires first. */
  readonly authority: Instant;
}

/** Why certificates cannot be used; undefined when they can. */
export function mistakeIn({ certificate, key, authority }: TlsMaterial): PemMistake | undefined {
  return pemMistake({ certificate: String(certificate), key: String(key), authority: String(authority) });
}

/** @param material  without a mistake */
export function expiryOf({ certificate, authority }: Pick<TlsMaterial, 'certificate' | 'authority'>): Expiry {
  const own = new X509Certificate(certificate);
  const authorities = certificatesIn(authority);
  const signer = authorities.find((one) => own.checkIssued(one));
  const ends = authorities.map((one) => Date.parse(one.validTo));
  return {
    own: Date.parse(own.validTo),
    authority: signer === undefined ? Math.min(...ends) : Date.parse(signer.validTo),
  };
}

/** All certificates of a file in PEM. */
export function certificatesIn(pem: Buffer): readonly X509Certificate[] {
  const blocks = String(pem).match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}
