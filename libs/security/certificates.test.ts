import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeAuthority, makeCertificate } from '#deploy/local/tls/certificate-maker.js';
import { certificateInsecurities, DEMO_AUTHORITY } from './certificates.js';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 29);
const until = (days: number) => ({ notBefore: new Date(NOW - DAY), notAfter: new Date(NOW + days * DAY) });
const read = ({ certificate }: { readonly certificate: string }) => new X509Certificate(certificate);
const subject = (days: number) => ({ commonName: 'delivery', uris: [], hosts: ['localhost'], ...until(days) });

/** A certificate that is good for so many days, by an authority that is. */
async function certificates({ own = 90, authority = 800, name = 'Example Ltd' } = {}) {
  const made = await makeAuthority(name, until(authority));
  return { own: read(await makeCertificate(made, subject(own))), authorities: [read(made)] };
}
const reasons = (...of: Parameters<typeof certificateInsecurities>) =>
  certificateInsecurities(...of).map(({ reason, detail }) => `${reason} ${detail}`);

describe('the certificates of a process', () => {
  it('are in order when an authority of the company has signed them', async () => {
    expect(reasons(await certificates(), NOW)).toEqual([]);
  });

  it('are insecure when the authority of the demo is believed, also beside another one', async () => {
    const { own, authorities } = await certificates();
    const demo = await certificates({ name: DEMO_AUTHORITY });
    const both = { own, authorities: [...authorities, ...demo.authorities] };
    expect(reasons(both, NOW)).toEqual([`DEMO_AUTHORITY ${DEMO_AUTHORITY}`]);
  });

  it('are insecure when one signed itself', async () => {
    const own = read(await makeAuthority('delivery', until(90)));
    expect(reasons({ own, authorities: [own] }, NOW)).toEqual(['CERTIFICATE_SELF_SIGNED CN=delivery']);
  });

  it('are reported from two weeks before one ends, own or authority', async () => {
    expect(reasons(await certificates({ own: 14 }), NOW)).toEqual([]);
    expect(reasons(await certificates({ own: 14 }), NOW + 1000)).toEqual([
      'CERTIFICATE_ENDS_SOON CN=delivery until 2026-12-13T00:00:00.000Z',
    ]);
    expect(reasons(await certificates({ authority: 13 }), NOW)).toEqual([
      'CERTIFICATE_ENDS_SOON CN=Example Ltd until 2026-12-12T00:00:00.000Z',
    ]);
  });

  it('are in order while an old authority that ends is still believed beside the new one', async () => {
    const { own, authorities } = await certificates();
    const old = await certificates({ authority: 1, name: 'Example Ltd before' });
    expect(reasons({ own, authorities: [...old.authorities, ...authorities] }, NOW)).toEqual([]);
  });
});
