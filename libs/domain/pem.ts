import { createPrivateKey, X509Certificate } from 'node:crypto';

/** What a client brings to a server with TLS, each as text in PEM. */
export interface Pem {
  /** One or more certificates of authorities. */
  readonly authority?: string | undefined;
  /** The certificate of the client, with those between it and its authority. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

/** Why a part cannot be used, as the end of a sentence that begins with the name of the part. */
export interface PemMistake {
  readonly part: keyof Pem;
  readonly why: string;
}

/**
 * Checks certificates and key before they are used. TLS of Node.js takes text without any certificate for an authority and then
 * trusts no server; a wrong key fails in the middle of a connection.
 */
export function pemMistake({ authority, certificate, key }: Pem): PemMistake | undefined {
  if (authority !== undefined && !holdsCertificates(authority)) return { part: 'authority', why: NO_CERTIFICATE };
  if (certificate !== undefined && !holdsCertificates(certificate)) return { part: 'certificate', why: NO_CERTIFICATE };
  if (key !== undefined && privateKey(key) === undefined) return { part: 'key', why: NO_KEY };
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined) return { part: 'certificate', why: 'is missing: a key needs its certificate' };
  if (key === undefined) return { part: 'key', why: 'is missing: a certificate needs its key' };
  const owner = privateKey(key);
  const fits = owner !== undefined && new X509Certificate(certificate).checkPrivateKey(owner);
  return fits ? undefined : { part: 'key', why: 'does not belong to the certificate' };
}

const NO_CERTIFICATE = 'holds no certificate in PEM (-----BEGIN CERTIFICATE-----)';
const NO_KEY = 'holds no private key in PEM without a passphrase';
const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

function holdsCertificates(text: string): boolean {
  const blocks = text.match(BLOCK) ?? [];
  return blocks.length > 0 && blocks.every((block) => succeeds(() => new X509Certificate(block)) !== undefined);
}

function privateKey(text: string) {
  return succeeds(() => createPrivateKey(text));
}

function succeeds<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
