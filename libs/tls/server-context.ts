import { constants } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';
import type { TlsMaterial } from './tls-source.js';

/**
 * TLS of a server that asks clients for a certificate.
 *
 * It resumes no session. A client that resumes one is not asked for its certificate again: with TLS 1.3 OpenSSL then reports what it found at the
 * first connection, so a certificate that expired meanwhile would be believed for as long as its holder goes on resuming.
 */
export function serverContext({ certificate: cert, key, authority: ca }: TlsMaterial): SecureContextOptions {
  return { cert, key, ca, secureOptions: constants.SSL_OP_NO_TICKET };
}
