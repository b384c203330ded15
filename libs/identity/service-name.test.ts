import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Made, makeAuthority, makeCertificate } from '#deploy/local/tls/certificate-maker.js';
import type { ClientCertificate } from '#libs/domain/proof.js';
import { serviceName } from './service-name.js';

const validity = { notBefore: new Date('2026-01-01'), notAfter: new Date('2036-01-01') };
let authority: Made;
beforeAll(async () => {
  authority = await makeAuthority('test', validity);
});

async function with_(uris: readonly string[], hosts: readonly string[] = []): Promise<ClientCertificate> {
  const made = await makeCertificate(authority, { commonName: 'delivery', uris, hosts, ...validity });
  return { kind: 'trusted', der: new X509Certificate(made.certificate).raw };
}
const causeOf = (certificate: ClientCertificate) => {
  try {
    return serviceName(certificate, 'cx.test');
  } catch (error) {
    return (error as { facts: Record<string, string> }).facts['cause'];
  }
};

describe('a certificate', () => {
  it('names its service in its only URI, beside any number of hosts', async () => {
    expect(causeOf(await with_(['spiffe://cx.test/delivery'], ['delivery.example.com', '127.0.0.1', '::1']))).toBe(
      'delivery',
    );
  });

  it.each<[string, readonly string[], readonly string[], string]>([
    ['without a URI, whatever its common name', [], ['delivery.example.com'], 'CERTIFICATE_WITHOUT_NAME'],
    ['with two URIs', ['spiffe://cx.test/delivery', 'spiffe://cx.test/scoring'], [], 'CERTIFICATE_WITH_SEVERAL_NAMES'],
    ['of another trust domain', ['spiffe://cx.test.evil/delivery'], [], 'CERTIFICATE_OF_OTHER_DOMAIN'],
    ['with a path', ['spiffe://cx.test/ns/delivery'], [], 'CERTIFICATE_WITHOUT_NAME'],
    ['without a name in its URI', ['spiffe://cx.test/'], [], 'CERTIFICATE_WITHOUT_NAME'],
    ['with another kind of URI', ['https://cx.test/delivery'], [], 'CERTIFICATE_WITHOUT_NAME'],
  ])('%s is refused', async (_, uris, hosts, cause) => {
    expect(causeOf(await with_(uris, hosts))).toBe(cause);
  });

  it('cannot pass off a host for a URI', async () => {
    expect(causeOf(await with_([], ['a, URI:spiffe://cx.test/scoring']))).toBe('CERTIFICATE_WITHOUT_NAME');
  });

  it.each([
    ['CERT_HAS_EXPIRED', 'CERTIFICATE_EXPIRED'],
    ['CERT_NOT_YET_VALID', 'CERTIFICATE_NOT_YET_VALID'],
    ['INVALID_PURPOSE', 'CERTIFICATE_NOT_USABLE'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERTIFICATE_UNTRUSTED'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERTIFICATE_UNTRUSTED'],
  ])('that OpenSSL refuses with %s is refused with %s', (code, cause) => {
    expect(causeOf({ kind: 'refused', code })).toBe(cause);
  });

  it('has to be there', () => {
    expect(causeOf({ kind: 'none' })).toBe('NO_PROOF');
  });

  it('has to be readable', () => {
    expect(causeOf({ kind: 'trusted', der: Buffer.from('x') })).toBe('CERTIFICATE_NOT_USABLE');
  });
});
