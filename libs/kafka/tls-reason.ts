import type { TransportReason } from '#libs/domain/transport-fault.js';

/** Errors of TLS by their code in Node.js and OpenSSL. The first row that fits decides. */
const BY_CODE: readonly (readonly [code: RegExp, reason: TransportReason])[] = [
  [/^CERT_HAS_EXPIRED$|^CERT_NOT_YET_VALID$/, 'TLS_CERTIFICATE_EXPIRED'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$|^HOSTNAME_MISMATCH$/, 'TLS_CERTIFICATE_OTHER_HOST'],
  [
    /^(DEPTH_ZERO_)?SELF_SIGNED_CERT|^UNABLE_TO_(VERIFY|GET)|^CERT_(UNTRUSTED|SIGNATURE|REJECTED|CHAIN)|^INVALID_(CA|PURPOSE)$/,
    'TLS_CERTIFICATE_UNTRUSTED',
  ],
  [
    /^ERR_SSL_.*ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_|ACCESS_DENIED)/,
    'TLS_CLIENT_REFUSED',
  ],
  [/^ERR_SSL_WRONG_VERSION_NUMBER$|^ERR_SSL_PACKET_LENGTH_TOO_LONG$/, 'TLS_NOT_OFFERED'],
  [/^ERR_SSL_|^ERR_OSSL_|^EPROTO$/, 'TLS_FAILED'],
];

/** What an error code says about TLS; undefined for a code that is not about TLS. */
export function tlsReasonOf(code: string): TransportReason | undefined {
  return BY_CODE.find(([sign]) => sign.test(code))?.[1];
}
