import { CxError } from '#libs/domain/error.js';
import { isPasswordRefused as isPasswordRefusedBy, isTlsRefused as isTlsRefusedBy, whyUnusable } from './unusable.js';

/** serialization_failure and deadlock_detected: the whole transaction is worth another try, from its first line. */
const TRY_AGAIN = new Set(['40001', '40P01']);

/**
 * What PostgreSQL answers when it cannot serve now and may serve later: query_canceled (a timeout), lock_not_available, out of
 * connections or memory (53), shutting down or crashed (57P), idle in transaction (25P03), connection exceptions (08), I/O
 * errors (58). The first row that fits says why.
 */
const NOT_NOW: readonly (readonly [code: RegExp, why: string])[] = [
  [/^40001$|^40P01$/, 'other transactions were in the way ten times'],
  [/^57014$|^55P03$/, 'the database took too long'],
  [/^53300$/, 'the database has no free connection'],
  [/^57P03$/, 'the database is starting or stopping'],
  [/^(25P03|25P04|53...|57P..|08...|58...)$/, 'the database does not answer'],
];

/** disk_full; the other codes of a full disk are I/O errors whose text says so. */
const DISK_FULL = /^53100$/;
const DISK_FULL_TEXT = /no space left on device|could not extend file|disk quota exceeded/i;

/** Failures of the network, by Node's error codes. */
const CONNECTION_LOST = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/** Messages of pg that have no code, taken from the source of pg 8.23 and pg-pool 3. */
const SAID_BY_PG =
  /connection terminated|connection ended|timeout exceeded when trying to connect|query read timeout|timeout expired|client has encountered a connection error|cannot use a pool after calling end|client was closed|not queryable/i;

/** Whether the transaction failed only because others were at work, and would probably pass the next time. */
export function isWorthRetrying(error: unknown): boolean {
  return TRY_AGAIN.has(codeOf(error));
}

/** Whether a statement failed only because another one of its transaction had failed before (in_failed_sql_transaction). */
export function followsFailure(error: unknown): boolean {
  return codeOf(error) === '25P02';
}

/**
 * Whether the connection itself is gone or in doubt, so that it must not go back to the pool. A server that has become a
 * read-only replica keeps its connections; only a new connection may lead to the new primary.
 */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof CxError) return error.reason === 'STORE_MISCONFIGURED';
  const code = codeOf(error);
  if (CONNECTION_LOST.has(code) || /^(08|57P|25P0[34])/.test(code)) return true;
  return code === '' && SAID_BY_PG.test(messageOf(error));
}

/** The refusal for a write that the server does not take (25006) in a transaction that may write; other errors as they are. */
export function asReadOnlyServer(error: unknown): unknown {
  if (codeOf(error) !== '25006') return error;
  const says = 'the database has become read-only; set CX_DATABASE_URL to the address of the primary';
  return refusal('STORE_MISCONFIGURED', says, error);
}

/** Whether the server refused encryption, or the two did not agree on it. */
export function isTlsRefused(error: unknown): boolean {
  return isTlsRefusedBy(codeOf(error), messageOf(error));
}

/** Whether the server refused the password of a new connection. */
export function isPasswordRefused(error: unknown): boolean {
  return isPasswordRefusedBy(codeOf(error), messageOf(error));
}

/**
 * The refusal that a failure of the store is for callers, its cause kept; anything else comes back as it is. Retries that
 * did not help count as a store that does not answer. A wrong configuration has a reason of its own: a retry does not help.
 */
export function asRefusal(error: unknown): unknown {
  if (error instanceof CxError) return error;
  const [code, message] = [codeOf(error), messageOf(error)];
  if (DISK_FULL.test(code) || (/^58...$/.test(code) && DISK_FULL_TEXT.test(message))) {
    return refusal(
      'STORE_FULL',
      'the disk of the database is full; try again after the operator has freed space',
      error,
    );
  }
  const misconfigured = error instanceof Error ? whyUnusable(code, message) : undefined;
  if (misconfigured !== undefined) {
    return refusal('STORE_MISCONFIGURED', `the database cannot be used: ${misconfigured}`, error);
  }
  const why = NOT_NOW.find(([fits]) => fits.test(code))?.[1];
  if (why === undefined && !isConnectionLost(error)) return error;
  return refusal('STORE_UNAVAILABLE', `${why ?? 'the database does not answer'}; try again`, error);
}

/** Whether what was to be stored is at fault and would fail again: data exceptions (22), broken constraints (23), limits (54). */
export function failedOnData(error: unknown): boolean {
  return /^(22|23|54)...$/.test(codeOf(error));
}

function refusal(
  reason: 'STORE_FULL' | 'STORE_MISCONFIGURED' | 'STORE_UNAVAILABLE',
  says: string,
  cause: unknown,
): CxError {
  return new CxError(reason, says, { cause });
}

function codeOf(error: unknown): string {
  const one = first(error);
  return one instanceof Error && 'code' in one && typeof one.code === 'string' ? one.code : '';
}

function messageOf(error: unknown): string {
  const one = first(error);
  return one instanceof Error ? one.message : '';
}

/** A connection tried on several addresses fails with all its errors together; the first speaks for them. */
function first(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : error;
}
