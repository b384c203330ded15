import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Made, makeAuthority, makeCertificate } from '#deploy/local/tls/certificate-maker.js';
import { whyOther } from './other-service.js';

const validity = { notBefore: new Date('2026-01-01'), notAfter: new Date('2036-01-01') };
let authority: Made;
beforeAll(async () => {
  authority = await makeAuthority('test', validity);
});

/** Asks whether the server with these URIs in its certificate is delivery. */
async function why(uris: readonly string[], trustDomain: string | undefined): Promise<string | undefined> {
  const subject = { commonName: 'delivery', uris, hosts: ['localhost'], ...validity };
  const { certificate } = await makeCertificate(authority, subject);
  return whyOther('delivery', new X509Certificate(certificate).raw, trustDomain);
}

describe('a server', () => {
  it.each([['cx.test'], [undefined]])('is the service that its certificate names; trust domain %s', async (domain) => {
    expect(await why(['spiffe://cx.test/delivery'], domain)).toBeUndefined();
    expect(await why(['spiffe://cx.test/scoring'], domain)).toBe(
      'another service answers: delivery was meant, and the certificate is that of scoring',
    );
    expect(await why(['spiffe://cx.test/delivery', 'spiffe://cx.test/scoring'], domain)).toContain('several URIs');
  });

  it('of another trust domain is another one, where the domain is known', async () => {
    expect(await why(['spiffe://other.test/delivery'], 'cx.test')).toContain('belongs to another trust domain');
    expect(await why(['spiffe://other.test/delivery'], undefined)).toBeUndefined();
  });

  it('without a name of a service may be a proxy in front of it, unless the trust domain is known', async () => {
    expect(await why([], undefined)).toBeUndefined();
    expect(await why(['https://proxy.test/'], undefined)).toBeUndefined();
    expect(await why([], 'cx.test')).toContain('another service answers: delivery was meant. The certificate names no');
  });
});
