import { BOUND_REASONS } from './bound-reasons.js';
import { CONTEST_REASONS } from './contest-reasons.js';
import { DOCUMENT_REASONS } from './document-reasons.js';
import { PERIOD_REASONS } from './period-reasons.js';
import { type ReasonSpec, spec } from './reason-spec.js';
import { RECORD_REASONS } from './record-reasons.js';
import { WAREHOUSE_REASONS } from './warehouse-reasons.js';

export type { StatusName } from './reason-spec.js';

const ID_RULE = '1 to 128 printable Unicode characters in NFC, and no blank at either end.';

/** Every reason this product refuses with. The one closed list: docs/errors.md is printed from it. */
export const REASONS = {
  // Whole calls
  NO_FACTS: spec('INVALID_ARGUMENT', 'The call brings no facts; send 1 to 1,000.'),
  TOO_MANY_FACTS: spec('INVALID_ARGUMENT', 'The call brings more than 1,000 facts; send several calls.'),
  ORIGIN_MISSING: spec(
    'INVALID_ARGUMENT',
    'Say whether the facts are REPORTED, IMPORTED or GENERATED, or declare it once for the feed.',
  ),
  CALLER_UNKNOWN: spec(
    'UNAUTHENTICATED',
    'The call does not prove who sends it; the fact cause says why: docs/secure-connections.md lists the causes.',
  ),
  ISSUER_UNAVAILABLE: spec(
    'UNAVAILABLE',
    'The service cannot read the keys of the issuer now and does not know the key of the token; try again.',
  ),
  CALLER_NOT_ALLOWED: spec(
    'PERMISSION_DENIED',
    'The caller is known and lacks the role that the call needs, or may not ask about this department; docs/access.md says who may call what, the document feeds which feed may report to which department.',
  ),
  AUDIT_UNAVAILABLE: spec('UNAVAILABLE', 'The audit log cannot be written, so the call was not begun; try again.'),
  STORE_UNAVAILABLE: spec('UNAVAILABLE', 'The database does not answer; nothing was stored; try again.'),
  STORE_FULL: spec(
    'UNAVAILABLE',
    'The disk of the database is full; nothing was stored; try again after the operator has freed space.',
  ),
  STORE_MISCONFIGURED: spec(
    'FAILED_PRECONDITION',
    'The service cannot use its database until the operator changes the setting that the message names.',
  ),
  SHUTTING_DOWN: spec('UNAVAILABLE', 'This process is stopping; try again, another one answers.'),
  ...BOUND_REASONS,
  DEADLINE_TOO_SHORT: spec(
    'DEADLINE_EXCEEDED',
    'The deadline of the call passed before the answer was ready, or the request did not arrive whole within CX_REQUEST_SECONDS.',
  ),

  // One fact
  FACT_ID_INVALID: spec('INVALID_ARGUMENT', `fact_id has ${ID_RULE}`),
  FACT_ID_REUSED: spec('INVALID_ARGUMENT', 'The feed has used this fact_id before with other content.'),
  FACT_MISSING: spec('INVALID_ARGUMENT', 'The fact does not say what happened.'),
  FACT_NOT_PERMITTED: spec(
    'INVALID_ARGUMENT',
    'The document feeds does not let the feed report facts of this kind; publish one that does, or let another feed report them.',
  ),
  TIME_MISSING: spec('INVALID_ARGUMENT', 'The fact does not say when it happened.'),
  TIME_OUT_OF_RANGE: spec('INVALID_ARGUMENT', 'The instant lies before 2000 or more than a day ahead.'),
  ORDER_ID_INVALID: spec('INVALID_ARGUMENT', `order_id has ${ID_RULE}`),
  CONTACT_ID_INVALID: spec('INVALID_ARGUMENT', `contact_id has ${ID_RULE}`),
  SUBJECT_ID_INVALID: spec('INVALID_ARGUMENT', `subject_id has ${ID_RULE}`),
  SUBJECT_ID_UNEXPECTED: spec('INVALID_ARGUMENT', 'The fact is about an order or a contact; leave subject_id empty.'),
  SUBJECT_KIND_UNKNOWN: spec(
    'INVALID_ARGUMENT',
    'The department has no facts about this kind of subject; docs/facts.md lists the kinds.',
  ),
  CASE_ID_UNEXPECTED: spec(
    'INVALID_ARGUMENT',
    'The fact is about a subject, which subject_id names; leave the ids of orders, contacts and issues empty.',
  ),
  PARCEL_ID_INVALID: spec('INVALID_ARGUMENT', `parcel_id has ${ID_RULE}`),
  PARCEL_ID_MISSING: spec('INVALID_ARGUMENT', 'The fact is about one parcel and does not name it; send parcel_id.'),
  PARCEL_ID_UNEXPECTED: spec(
    'INVALID_ARGUMENT',
    'The fact is about the whole order, or about none; leave parcel_id empty.',
  ),
  PARCEL_REPLACES_ITSELF: spec('INVALID_ARGUMENT', 'by_parcel_id names the parcel itself; name the other parcel.'),
  CARRIER_INVALID: spec('INVALID_ARGUMENT', `A carrier is empty or has ${ID_RULE}`),
  SERVICE_LEVEL_INVALID: spec('INVALID_ARGUMENT', `A service level is empty or has ${ID_RULE}`),
  ...WAREHOUSE_REASONS,
  ORDER_UNKNOWN: spec('INVALID_ARGUMENT', 'No feed has reported to ordering that this order was placed.'),
  DAY_INVALID: spec('INVALID_ARGUMENT', 'A day is an existing civil date from 2000 on, written 2018-03-02.'),
  PROMISE_BEFORE_ORDER: spec('INVALID_ARGUMENT', 'The promised day lies before the day of the order.'),
  ZONE_UNKNOWN: spec('INVALID_ARGUMENT', 'The zone is not an IANA time zone such as America/Sao_Paulo.'),
  UNIT_INVALID: spec('INVALID_ARGUMENT', 'A unit is one to four names of a-z, 0-9, "_", "-", joined by "/".'),
  PAYMENT_METHOD_UNKNOWN: spec('INVALID_ARGUMENT', 'A payment method is listed that this version does not know.'),
  PROMISE_AMBIGUOUS: spec(
    'INVALID_ARGUMENT',
    'The promise is a day, a window or an instant of collection; send one of them.',
  ),
  WINDOW_INVALID: spec('INVALID_ARGUMENT', 'A window has a begin and an end, and the begin is earlier.'),
  FULFILMENT_UNKNOWN: spec('INVALID_ARGUMENT', 'This version does not know this way of an order to the customer.'),
  FULFILMENT_DIFFERS: spec(
    'INVALID_ARGUMENT',
    'An order that goes home cannot be promised to be ready for collection.',
  ),
  PAYMENT_METHOD_INVALID: spec(
    'INVALID_ARGUMENT',
    'The name of a payment method has 1 to 64 characters of a-z, 0-9, "_" and "-", and is not "mixed".',
  ),
  SETTLEMENT_UNKNOWN: spec('INVALID_ARGUMENT', 'A payment does not say when money moves, or in an unknown way.'),
  PAYMENTS_TWICE: spec('INVALID_ARGUMENT', 'The order says how it is paid in two fields; use one of them.'),
  SCORE_OUT_OF_RANGE: spec(
    'INVALID_ARGUMENT',
    'A score is a whole number on the scale of its question, and one question is answered.',
  ),
  ISSUE_ID_INVALID: spec('INVALID_ARGUMENT', `issue_id has ${ID_RULE}`),
  ISSUE_DIFFERS: spec(
    'INVALID_ARGUMENT',
    'Another fact about this contact names another issue, or none; withdraw it first, or name the same issue.',
  ),
  CHANNEL_UNKNOWN: spec('INVALID_ARGUMENT', 'The channel of a contact is not one that this version knows.'),
  PRIORITY_UNKNOWN: spec('INVALID_ARGUMENT', 'The priority of a contact is not one that this version knows.'),
  CALENDAR_INVALID: spec('INVALID_ARGUMENT', `The calendar to which a contact moves has ${ID_RULE}`),
  COMMITMENT_UNKNOWN: spec('INVALID_ARGUMENT', 'A commitment does not say what is promised, or in an unknown word.'),
  AUDIT_RESULT_UNKNOWN: spec('INVALID_ARGUMENT', 'An audit does not say what it found, or in an unknown word.'),
  COMPLAINT_CAUSE_UNKNOWN: spec('INVALID_ARGUMENT', 'The cause of a complaint is not one that this version knows.'),
  PARTY_UNKNOWN: spec('INVALID_ARGUMENT', 'The party that caused something is not one that this version knows.'),
  SECONDS_OUT_OF_RANGE: spec('INVALID_ARGUMENT', 'Seconds of a conversation are whole numbers from 0 to 86,400.'),
  LANGUAGE_INVALID: spec('INVALID_ARGUMENT', 'A language is a BCP 47 tag such as de or pt-BR.'),
  FACT_KIND_UNKNOWN: spec('INVALID_ARGUMENT', 'The document declares no kind of fact of this name for the department.'),
  FIELD_UNKNOWN: spec('INVALID_ARGUMENT', 'The document declares no field of this name for this kind of fact.'),
  FIELD_MISSING: spec('INVALID_ARGUMENT', 'A field that the document requires is missing or has no value.'),
  FIELD_TYPE_WRONG: spec('INVALID_ARGUMENT', 'The value of a field has another type than the document declares.'),
  TEXT_INVALID: spec('INVALID_ARGUMENT', `The text of a field has ${ID_RULE}`),
  CHOICE_UNKNOWN: spec('INVALID_ARGUMENT', 'A choice is one of the values that the contract or the document lists.'),
  STAGE_TWICE: spec('INVALID_ARGUMENT', 'A plan has a budget for each stage at most once.'),
  QUANTITY_INVALID: spec(
    'INVALID_ARGUMENT',
    'A number of items, minutes or minor units is out of its range, or more than what it is a part of.',
  ),
  METRIC_COUNTS_CASES: spec('INVALID_ARGUMENT', 'The metric counts cases, so it takes no tally; report facts.'),
  TALLY_OUT_OF_RANGE: spec('INVALID_ARGUMENT', 'Hits and misses of a tally are from 0 through 100,000,000.'),
  DEPARTMENT_NOT_DECLARED: spec(
    'FAILED_PRECONDITION',
    'No published document declares the department today; publish departments.yaml, or wait for its first day.',
  ),
  CASE_ERASED: spec('INVALID_ARGUMENT', 'The case was erased; do not send facts about it again.'),
  WITHDRAWN_UNKNOWN: spec('INVALID_ARGUMENT', 'The feed never reported the fact that it withdraws about this case.'),

  // Erasure
  CASE_ID_INVALID: spec('INVALID_ARGUMENT', 'Name a case by its id, or by the 16 bytes of its case_ref.'),
  CASE_WAITS: spec('FAILED_PRECONDITION', 'An evaluation of the case waits; erase it later, or charge a miss.'),

  // Names, filters and pages
  NAME_INVALID: spec(
    'INVALID_ARGUMENT',
    'The resource name is not of a form like departments/delivery/indexes/2018-08.',
  ),
  PERIOD_INVALID: spec(
    'INVALID_ARGUMENT',
    'A period is written 2018-08, 2018-Q3, 2018-W07, 2018, 2018-08-12m (the twelve months that end there) or 2018-P03.',
  ),
  FILTER_INVALID: spec('INVALID_ARGUMENT', 'The filter names an unknown field or is not of the documented form.'),
  ORDER_BY_INVALID: spec('INVALID_ARGUMENT', 'The result cannot be ordered by this.'),
  GROUP_BY_INVALID: spec('INVALID_ARGUMENT', 'Misses are grouped by metric, responsible, or unit:1 to unit:4.'),
  PAGE_INVALID: spec('INVALID_ARGUMENT', 'page_size is negative, or page_token is not from the same question.'),
  HEAD_INVALID: spec('INVALID_ARGUMENT', 'A remembered head is a position from 1 and a hash of 32 bytes.'),
  TOO_MANY_NAMES: spec('INVALID_ARGUMENT', 'The call asks for more names than it may, or for none.'),
  RECEIPT_INVALID: spec('INVALID_ARGUMENT', 'This text is not a receipt of this installation.'),
  METRIC_UNKNOWN: spec('INVALID_ARGUMENT', 'The catalogue has no such metric; ListMetrics names all.'),
  DEPARTMENT_UNKNOWN: spec('NOT_FOUND', 'There is no such department.'),
  UNIT_UNKNOWN: spec('NOT_FOUND', 'Nothing was ever counted for this unit.'),
  PERIOD_NOT_IN_CALENDAR: spec('FAILED_PRECONDITION', 'No ruleset names this period.'),
  RULESETS_DIFFER: spec('FAILED_PRECONDITION', 'The two indexes were made by different rulesets.'),
  NOT_COMPARABLE: spec(
    'FAILED_PRECONDITION',
    'One of the two indexes is not measured, or they are of different units.',
  ),
  RECEIPT_NOT_REACHED: spec('FAILED_PRECONDITION', 'The receipt was not counted before the deadline; try again.'),
  RESUME_TOKEN_EXPIRED: spec('OUT_OF_RANGE', 'The watch cannot continue from this token; start again without a token.'),

  // Batches
  SHARD_UNKNOWN: spec('NOT_FOUND', 'This source has no such shard or epoch.'),
  BATCH_EXPIRED: spec('OUT_OF_RANGE', 'The first batch asked for was deleted already.'),
  BATCH_FORKED: spec('FAILED_PRECONDITION', 'The source stores a batch with another hash under this number.'),

  // Bonus inputs
  DOCUMENT_UNKNOWN: spec('NOT_FOUND', 'There is no such version of this document; ListDocuments names all versions.'),
  SNAPSHOT_UNKNOWN: spec('NOT_FOUND', 'There is no such version of this period; ListSnapshots names all versions.'),
  PERIOD_NOT_OVER: spec('FAILED_PRECONDITION', 'The period is not over in the company zone.'),
  NOT_MATURED: spec('FAILED_PRECONDITION', 'Cases of the period can still become due.'),
  FEED_NOT_COMPLETE: spec('FAILED_PRECONDITION', 'A feed has not reported through the last due instant.'),
  BATCHES_MISSING: spec('FAILED_PRECONDITION', 'Batches are known to exist and are not applied yet.'),
  BATCHES_QUARANTINED: spec('FAILED_PRECONDITION', 'Batches are in quarantine; the operator must act.'),
  COVERAGE_TOO_LOW: spec('FAILED_PRECONDITION', 'A department is measured below the ruleset minimum.'),
  RULESET_NOT_BOUND: spec('FAILED_PRECONDITION', 'No ruleset names this period.'),
  ...DOCUMENT_REASONS,
  ...CONTEST_REASONS,
  ...RECORD_REASONS,
  ...PERIOD_REASONS,
  REASON_MISSING: spec(
    'INVALID_ARGUMENT',
    'A proposal, a publication, an erasure, a ruling or a step of a period states its reason in one line that can be printed.',
  ),
  REASON_INVALID: spec(
    'INVALID_ARGUMENT',
    'A snapshot is made for FIRST, LATE_DATA, SOURCE_CORRECTION or ENGINE_DEFECT; an adjustment for a reason of its list, which says whether it releases departments.',
  ),
  REQUEST_ID_INVALID: spec('INVALID_ARGUMENT', 'request_id is a UUID made by the caller.'),
  REQUEST_ID_REUSED: spec('FAILED_PRECONDITION', 'The request_id was used before for another request.'),
} as const satisfies Record<string, ReasonSpec>;

export type Reason = keyof typeof REASONS;

/** One condition that is not met, where a call needs several. */
export interface Violation {
  readonly reason: Reason;
  /** The resource it is about, "periods/2018-08". */
  readonly subject: string;
  /** One sentence with the figures. */
  readonly description: string;
}

/** More about a refusal than its reason and message. */
interface RefusalDetails {
  /** The request field it is about, "facts"; empty when it is about the whole call. */
  readonly field?: string;
  /** Figures for programs, sent as ErrorInfo metadata. */
  readonly facts?: Readonly<Record<string, string>>;
  /** All conditions that are not met, sent as one PreconditionFailure; the reason of the refusal is that of the first. */
  readonly violations?: readonly Violation[];
  /** Milliseconds after which the same call may succeed, sent as RetryInfo; undefined when a wait does not help, or the time is not known. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** A refusal the caller can act on. Every other error is a bug and reaches the caller as INTERNAL without details. */
export class CxError extends Error {
  readonly field: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly violations: readonly Violation[];
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly reason: Reason,
    message: string,
    { field = '', facts = {}, violations = [], retryAfterMs, cause }: RefusalDetails = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CxError';
    this.field = field;
    this.facts = facts;
    this.violations = violations;
    this.retryAfterMs = retryAfterMs;
  }
}
