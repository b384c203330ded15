import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { takesGzip } from '#libs/metrics/negotiate.js';
import type { Failure } from './http-status.js';

/** What goes back to the client. */
export interface HttpAnswer {
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const compressed = promisify(gzip);
/** Below it an answer fits into one packet anyway. */
const LEAST_ZIPPED = 1_400;
/** PDF and XLSX are compressed or small. */
const ZIPPED_TYPES = /^(application\/json|text\/)/;

const NO_SCRIPT = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
};

/**
 * A body with a strong ETag, the SHA-256 of its bytes: a client that has it already gets 304 and no body. Caches of one person may keep
 * it and must ask each time, because the caller may lose a role.
 */
export async function answerWith(contentType: string, body: Buffer, headers: IncomingHttpHeaders): Promise<HttpAnswer> {
  const hash = createHash('sha256').update(body).digest('hex');
  const known = knownTag(hash, headers['if-none-match']);
  const isZipped =
    known === undefined && isWorthZipping(contentType, body) && takesGzip(String(headers['accept-encoding'] ?? ''));
  const shared = {
    etag: known ?? `"${isZipped ? `${hash}-gzip` : hash}"`,
    'cache-control': 'private, no-cache',
    vary: 'Authorization, Accept-Encoding',
    ...NO_SCRIPT,
  };
  if (known !== undefined) return { code: 304, headers: shared, body: Buffer.alloc(0) };
  return {
    code: 200,
    headers: { ...shared, 'content-type': contentType, ...(isZipped && { 'content-encoding': 'gzip' }) },
    body: isZipped ? await compressed(body) : body,
  };
}

export function answerFailed({ httpCode, status, retryAfterSeconds }: Failure): HttpAnswer {
  return {
    code: httpCode,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...NO_SCRIPT,
      ...(httpCode === 401 && { 'www-authenticate': 'Bearer' }),
      ...(httpCode === 405 && { allow: 'GET, HEAD' }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: Buffer.from(`${JSON.stringify(status, undefined, 2)}\n`),
  };
}

/** The tag by which the client knows these bytes: plain or zipped. */
function knownTag(hash: string, ifNoneMatch: string | undefined): string | undefined {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (tags.includes('*')) return `"${hash}"`;
  return [`"${hash}"`, `"${hash}-gzip"`].find((one) => tags.includes(one));
}

function isWorthZipping(contentType: string, body: Buffer): boolean {
  return body.length >= LEAST_ZIPPED && ZIPPED_TYPES.test(contentType);
}
