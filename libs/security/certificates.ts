import type { X509Certificate } from 'node:crypto';
import type { Insecurity } from '#libs/domain/insecurity.js';
import type { Instant } from '#libs/domain/time.js';

/** The common name of the authority that `npm start` makes. Every process that believes it says so. */
export const DEMO_AUTHORITY = 'cx-index on this machine';

/** As the alert CxCertificateEnds: who renews certificates does so weeks before they end. */
const SOON_MS = 14 * 24 * 60 * 60_000;

/** The certificate of a process, and those of the authorities that it believes. */
export interface Certificates {
  readonly own: X509Certificate;
  readonly authorities: readonly X509Certificate[];
}

/** What is insecure about the certificates of a process. An authority of the company itself is not. */
export function certificateInsecurities({ own, authorities }: Certificates, now: Instant): readonly Insecurity[] {
  const found: Insecurity[] = [];
  if (authorities.some(({ subject }) => subject === `CN=${DEMO_AUTHORITY}`)) {
    found.push({ reason: 'DEMO_AUTHORITY', detail: DEMO_AUTHORITY });
  }
  if (own.issuer === own.subject && own.verify(own.publicKey)) {
    found.push({ reason: 'CERTIFICATE_SELF_SIGNED', detail: own.subject });
  }
  // Of several authorities one may be about to leave; the file is in order while another one has signed the own certificate.
  const signer = authorities.find((one) => own.checkIssued(one));
  for (const certificate of signer === undefined ? [own] : [own, signer]) {
    const ends = Date.parse(certificate.validTo);
    if (ends - now < SOON_MS) {
      const detail = `${certificate.subject} until ${new Date(ends).toISOString()}`;
      found.push({ reason: 'CERTIFICATE_ENDS_SOON', detail });
    }
  }
  return found;
}
