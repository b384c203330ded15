import { X509Certificate } from 'node:crypto';
import type { ClientCertificate, ProofCause } from '#libs/domain/proof.js';
import { unproven } from './unproven.js';

const NAME = /^[a-z][a-z0-9_-]{0,62}$/;

/** OpenSSL's words for what is wrong with a chain; every other one means that the chain leads to no known authority. */
const CAUSE_OF_CODE: Readonly<Record<string, ProofCause>> = {
  CERT_HAS_EXPIRED: 'CERTIFICATE_EXPIRED',
  CERT_NOT_YET_VALID: 'CERTIFICATE_NOT_YET_VALID',
  INVALID_PURPOSE: 'CERTIFICATE_NOT_USABLE',
  ERROR_IN_CERT_NOT_BEFORE_FIELD: 'CERTIFICATE_NOT_USABLE',
  ERROR_IN_CERT_NOT_AFTER_FIELD: 'CERTIFICATE_NOT_USABLE',
};

/**
 * The name of the service that a certificate belongs to: NAME of its only URI `spiffe://TRUST_DOMAIN/NAME`. The common name is not
 * read: authorities do not check it.
 *
 * @param trustDomain  "cx.example.com", in small letters; undefined: any
 * @throws {CxError}   CALLER_UNKNOWN with one of the causes CERTIFICATE_..., NO_PROOF without a certificate
 */
export function serviceName(certificate: ClientCertificate, trustDomain: string | undefined): string {
  if (certificate.kind === 'none') throw unproven('NO_PROOF');
  if (certificate.kind === 'refused') throw unproven(CAUSE_OF_CODE[certificate.code] ?? 'CERTIFICATE_UNTRUSTED');
  const uris = namesIn(certificate.der).flatMap(({ kind, value }) => (kind === 'URI' ? [value] : []));
  const [uri, another] = uris;
  if (uri === undefined) throw unproven('CERTIFICATE_WITHOUT_NAME');
  if (another !== undefined) throw unproven('CERTIFICATE_WITH_SEVERAL_NAMES');
  const [, domain = '', name = ''] = /^spiffe:\/\/([^/]*)\/(.*)$/.exec(uri) ?? [];
  if (trustDomain !== undefined && domain !== '' && domain !== trustDomain)
    throw unproven('CERTIFICATE_OF_OTHER_DOMAIN');
  if (domain === '' || !NAME.test(name)) throw unproven('CERTIFICATE_WITHOUT_NAME');
  return name;
}

interface AlternativeName {
  /** "URI", "DNS", "IP Address". */
  readonly kind: string;
  readonly value: string;
}

/** Node writes a name with a comma or a quote in it as a JSON string, so that it cannot pass for two names. */
const ONE_NAME = /([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,"]*)(?:, |$)/y;

function namesIn(der: Uint8Array): readonly AlternativeName[] {
  let text: string;
  try {
    text = new X509Certificate(der).subjectAltName ?? '';
  } catch (cause) {
    throw unproven('CERTIFICATE_NOT_USABLE', { cause });
  }
  const names: AlternativeName[] = [];
  ONE_NAME.lastIndex = 0;
  while (ONE_NAME.lastIndex < text.length) {
    const [, kind, value] = ONE_NAME.exec(text) ?? [];
    if (kind === undefined || value === undefined) throw unproven('CERTIFICATE_NOT_USABLE');
    names.push({ kind, value });
  }
  return names;
}
