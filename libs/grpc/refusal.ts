import { Metadata, type ServiceError, type StatusObject, status as statusNumbers } from '@grpc/grpc-js';
import { type CxError, REASONS, type Reason, type StatusName } from '#libs/domain/error.js';
import { encodeStatusDetails, STATUS_DETAILS_KEY } from './status-details.js';

/** The same reason and field as in the details, as text for clients that cannot read those. */
export const REASON_KEY = 'cx-reason';
export const FIELD_KEY = 'cx-field';
/** The wait of RetryInfo in milliseconds. */
export const RETRY_KEY = 'cx-retry-after-ms';

/** Trailers have little room (many proxies give 8 kB), and a message may quote what the caller sent. */
const LONGEST_MESSAGE = 1_000;
const LONGEST_FACT = 200;
const MOST_FACTS = 10;
const MOST_VIOLATIONS = 10;

/** A status other than OK, as grpc-js sends it. */
export type FailedStatus = Pick<StatusObject, 'code' | 'details'> & Partial<StatusObject>;

/** The status with which this process answers a refusal: in the standard error details, and as text in the metadata. */
export function statusOf(refusal: CxError): FailedStatus {
  const code = statusNumbers[REASONS[refusal.reason].status];
  const message = shortened(refusal.message, LONGEST_MESSAGE);
  const field = shortened(refusal.field, LONGEST_FACT);
  const facts = Object.fromEntries(
    Object.entries(refusal.facts)
      .slice(0, MOST_FACTS)
      .map(([key, value]) => [key, shortened(value, LONGEST_FACT)]),
  );

  const metadata = new Metadata();
  metadata.set(REASON_KEY, refusal.reason);
  if (field !== '') metadata.set(FIELD_KEY, field.replace(/[^ -~]/g, '?'));
  const violations = refusal.violations
    .slice(0, MOST_VIOLATIONS)
    .map((violation) => ({ ...violation, description: shortened(violation.description, LONGEST_FACT) }));
  const { reason, retryAfterMs } = refusal;
  if (retryAfterMs !== undefined) metadata.set(RETRY_KEY, String(retryAfterMs));
  const details = encodeStatusDetails({ code, message, reason, field, facts, violations, retryAfterMs });
  metadata.set(STATUS_DETAILS_KEY, Buffer.from(details));
  return { code, details: message, metadata };
}

/** A refusal as the client sees it. */
export interface Refusal {
  readonly reason: Reason;
  /** Empty when it is about the whole call. */
  readonly field: string;
  readonly message: string;
  readonly status: StatusName;
  /** Milliseconds after which the same call may succeed; undefined when the server does not say. */
  readonly retryAfterMs: number | undefined;
}

/** What a failed call was refused with; undefined when it failed otherwise: a bug of the server, or no answer. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!isServiceError(error)) return undefined;
  const reason = error.metadata.get(REASON_KEY)[0]?.toString() ?? '';
  if (!isReason(reason)) return undefined;
  const field = error.metadata.get(FIELD_KEY)[0]?.toString() ?? '';
  const wait = error.metadata.get(RETRY_KEY)[0]?.toString();
  const retryAfterMs = wait === undefined ? undefined : Number(wait);
  return { reason, field, message: error.details, status: REASONS[reason].status, retryAfterMs };
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'metadata' in error && error.metadata instanceof Metadata && 'details' in error;
}

function isReason(text: string): text is Reason {
  return Object.hasOwn(REASONS, text);
}

function shortened(text: string, longest: number): string {
  const short = text.length <= longest ? text : `${text.slice(0, longest - 3)}...`;
  // Half a surrogate pair, from the cut or from the caller, cannot be sent in a header; this makes it U+FFFD.
  return Buffer.from(short).toString();
}
