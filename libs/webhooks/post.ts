import { type ClientRequest, type IncomingMessage, type RequestOptions, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import { isPublicAddress } from './address-allowed.js';
import type { Failure } from './failures.js';

/** What came of sending a message. `status` is that of HTTP; undefined when nothing was answered. */
export type PostOutcome =
  | { readonly kind: 'delivered'; readonly status: number }
  | {
      readonly kind: 'failed';
      readonly reason: Failure;
      readonly status: number | undefined;
      /** Milliseconds for which the receiver asked to be left alone; 0 when it did not. */
      readonly retryAfter: number;
    };

/** What an installation allows. */
export interface PostRules {
  /** Hosts, as URLs name them, that may be at addresses that are not public. */
  readonly privateHosts: readonly string[];
  /** Whether messages may travel without TLS. */
  readonly allowsHttp: boolean;
  /** Of authorities beside those that Node trusts; empty without one. */
  readonly authorities: string;
  /** For everything together: resolving, connecting, sending, the answer. Milliseconds. */
  readonly withinMs: number;
  /** All addresses of a host. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
}

/** The body of an answer says nothing to us: so much of it is read, so that the receiver can end its answer. */
const MOST_ANSWER_BYTES = 16_384;

/**
 * Sends one message by POST. It connects to the very address that it has checked, follows no redirect, and gives up in time.
 *
 * Every address of a host must be public, unless the rules name the host; otherwise a name could lead into the own network. It never throws.
 */
export async function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  rules: PostRules,
): Promise<PostOutcome> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), rules.withinMs);
  try {
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && rules.allowsHttp)) return failed('URL_NOT_ALLOWED');
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const addresses = isIP(host) !== 0 ? [host] : await inTime(rules.resolve(host), late.signal);
    const [address] = addresses;
    if (address === undefined) return failed('HOST_UNKNOWN');
    if (!rules.privateHosts.includes(host) && !addresses.every(isPublicAddress)) return failed('ADDRESS_NOT_ALLOWED');
    return await send({ url, host, address }, headers, body, rules, late.signal);
  } catch (error) {
    return failed(late.signal.aborted ? 'TIMEOUT' : reasonOf(error));
  } finally {
    clearTimeout(timer);
  }
}

interface Target {
  readonly url: URL;
  readonly host: string;
  /** Of the host, checked. */
  readonly address: string;
}

function send(
  { url, host, address }: Target,
  headers: Readonly<Record<string, string>>,
  body: string,
  { authorities }: PostRules,
  signal: AbortSignal,
): Promise<PostOutcome> {
  const isTls = url.protocol === 'https:';
  const options: RequestOptions = {
    ...{ host: address, port: url.port === '' ? (isTls ? 443 : 80) : url.port, path: url.pathname, method: 'POST' },
    // A connection of its own: none that was opened for another name or before an address changed.
    ...{ agent: false, signal, maxHeaderSize: MOST_ANSWER_BYTES },
    headers: { ...headers, host: url.host, 'content-length': String(Buffer.byteLength(body)) },
  };
  const tls = {
    ...(isIP(host) === 0 && { servername: host }),
    ...(authorities !== '' && { ca: [...rootCertificates, authorities] }),
  };
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = isTls ? requestTls({ ...options, ...tls }) : requestPlain(options);
    const unanswered = () => reject(new Error('the connection was closed without an answer'));
    sent.on('response', (answer) => {
      sent
        .off('close', unanswered)
        .off('error', reject)
        .on('error', () => undefined);
      readAnswer(answer).then(resolve);
    });
    // Node reports no error when a receiver switches to another protocol (101): it only closes.
    sent.on('error', reject).on('close', unanswered);
    sent.end(body);
  });
}

/** The status decides. What is longer, or never ends, is cut off. */
function readAnswer(answer: IncomingMessage): Promise<PostOutcome> {
  const outcome = outcomeOf(answer);
  return new Promise((resolve) => {
    let bytes = 0;
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_ANSWER_BYTES) answer.destroy();
    });
    answer.on('error', () => resolve(outcome));
    answer.on('close', () => resolve(outcome));
  });
}

function outcomeOf({ statusCode: status = 0, headers }: IncomingMessage): PostOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  const seconds = /^\d{1,6}$/.test(headers['retry-after'] ?? '') ? Number(headers['retry-after']) : 0;
  const reason = status < 400 ? 'REDIRECTED' : status < 500 ? 'REFUSED' : 'RECEIVER_FAILED';
  return { kind: 'failed', reason, status, retryAfter: seconds * 1_000 };
}

function failed(reason: Failure): PostOutcome {
  return { kind: 'failed', reason, status: undefined, retryAfter: 0 };
}

/** Errors of TLS, by the codes of Node and OpenSSL. */
const OF_TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|EPROTO)/;

function reasonOf(error: unknown): Failure {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'getaddrinfo') return 'HOST_UNKNOWN';
  return OF_TLS.test(code) ? 'TLS_FAILED' : 'CONNECTION_FAILED';
}

/** @throws when the signal aborts first */
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('too late')), { once: true });
    work.then(resolve, reject);
  });
}
