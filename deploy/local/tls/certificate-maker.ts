import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

/** A certificate and its key, in PEM. */
export interface Made {
  readonly certificate: string;
  readonly key: string;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** What a certificate is for. */
export interface Subject extends Validity {
  /** "delivery" */
  readonly commonName: string;
  /** "spiffe://cx.local/delivery"; none for an authority. */
  readonly uris: readonly string[];
  /** Under which names and addresses a server is called: "localhost", "127.0.0.1". */
  readonly hosts: readonly string[];
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const { CLIENT_AUTH, SERVER_AUTH } = { CLIENT_AUTH: '1.3.6.1.5.5.7.3.2', SERVER_AUTH: '1.3.6.1.5.5.7.3.1' };

x509.cryptoProvider.set(webcrypto as never);

/** Makes an authority: a certificate that signs others. */
export async function makeAuthority(commonName: string, { notBefore, notAfter }: Validity): Promise<Made> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `CN=${commonName}`,
    notBefore,
    notAfter,
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: pem(certificate), key: await pemOfKey(keys.privateKey) };
}

/** Makes a certificate for a server, a client, or both, signed by that authority. */
export async function makeCertificate(
  authority: Made,
  { commonName, uris, hosts, notBefore, notAfter }: Subject,
): Promise<Made> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const keys = await newKeys();
  const names = [...uris.map((value) => ({ type: 'url' as const, value })), ...hosts.map(nameOfHost)];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: `CN=${commonName}`,
    issuer: issuer.subject,
    notBefore,
    notAfter,
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: await privateKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([SERVER_AUTH, CLIENT_AUTH]),
      ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { certificate: pem(certificate), key: await pemOfKey(keys.privateKey) };
}

function nameOfHost(value: string) {
  return { type: isIP(value) !== 0 ? ('ip' as const) : ('dns' as const), value };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** Positive, as RFC 5280 demands. */
function serialNumber(): string {
  return `00${randomBytes(16).toString('hex')}`;
}

function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}

async function pemOfKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}

function privateKey(text: string): Promise<webcrypto.CryptoKey> {
  const [der] = x509.PemConverter.decode(text);
  if (der === undefined) throw new Error('the file of the authority holds no key');
  return webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']);
}
