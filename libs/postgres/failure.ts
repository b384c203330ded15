import { CxError } from '#libs/domain/error.js';

/** serialization_failure and deadlock_detected: the whole transaction is worth another try, from its first line. */
const TRY_AGAIN = new Set(['40001', '40P01']);

/**
 * What PostgreSQL says when it cannot answer now: query_canceled (a timeout), lock_not_available, out of connections, disk or
 * memory (53), shutting down or crashed (57P), idle in transaction (25P03), connection exceptions (08), I/O errors (58).
 */
const NOT_NOW = /^(57014|55P03|25P03|25P04|53...|57P..|08...|58...)$/;

/** What the network says, by Node's error codes. */
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

/** What pg says without any code, read in the source of pg 8.23 and pg-pool 3. */
const SAID_BY_PG =
  /connection terminated|connection ended|timeout exceeded when trying to connect|query read timeout|timeout expired|client has encountered a connection error|cannot use a pool after calling end|client was closed|not queryable/i;

/** Whether the transaction failed only because others were at work, and would probably pass the next time. */
export function isWorthRetrying(error: unknown): boolean {
  return TRY_AGAIN.has(codeOf(error));
}

/** Whether the connection itself is gone or in doubt, so that it must not go back to the pool. */
export function isConnectionLost(error: unknown): boolean {
  const code = codeOf(error);
  if (CONNECTION_LOST.has(code) || /^(08|57P|25P0[34])/.test(code)) return true;
  return code === '' && SAID_BY_PG.test(messageOf(error));
}

/**
 * The refusal that a failure of the store is for callers, its cause kept; anything else comes back as it is. Retries that
 * did not help count as a store that does not answer.
 */
export function asRefusal(error: unknown): unknown {
  if (error instanceof CxError) return error;
  if (!isWorthRetrying(error) && !isConnectionLost(error) && !NOT_NOW.test(codeOf(error))) return error;
  return new CxError('STORE_UNAVAILABLE', 'the database does not answer; try again', { cause: error });
}

/** Whether what was to be stored is at fault and would fail again: data exceptions (22), broken constraints (23), limits (54). */
export function failedOnData(error: unknown): boolean {
  return /^(22|23|54)...$/.test(codeOf(error));
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
