/** The gRPC status a refusal travels with; `libs/grpc` turns the name into its number. */
export type StatusName =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'OUT_OF_RANGE'
  | 'RESOURCE_EXHAUSTED'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'UNAVAILABLE'
  | 'DEADLINE_EXCEEDED';

interface ReasonSpec {
  readonly status: StatusName;
  /** What it means and what the caller can do, one sentence, printed in docs/errors.md. */
  readonly description: string;
}

const spec = (status: StatusName, description: string): ReasonSpec => ({ status, description });

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
    'The call does not name a caller that this service knows; a feed stands in the document feeds.',
  ),
  CALLER_NOT_ALLOWED: spec(
    'PERMISSION_DENIED',
    'The caller is known and lacks the grant that the call needs; the document feeds says which feed may report to which department.',
  ),
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
  MESSAGE_TOO_LARGE: spec('RESOURCE_EXHAUSTED', 'The message is larger than 4 MiB.'),
  DEADLINE_TOO_SHORT: spec('DEADLINE_EXCEEDED', 'The deadline of the call passed before the answer was ready.'),

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
  PARCEL_ID_INVALID: spec('INVALID_ARGUMENT', `parcel_id has ${ID_RULE}`),
  PARCEL_ID_MISSING: spec('INVALID_ARGUMENT', 'The fact is about one parcel and does not name it; send parcel_id.'),
  PARCEL_ID_UNEXPECTED: spec('INVALID_ARGUMENT', 'The fact is about the whole order; leave parcel_id empty.'),
  PARCEL_REPLACES_ITSELF: spec('INVALID_ARGUMENT', 'by_parcel_id names the parcel itself; name the other parcel.'),
  CARRIER_INVALID: spec('INVALID_ARGUMENT', `A carrier is empty or has ${ID_RULE}`),
  SERVICE_LEVEL_INVALID: spec('INVALID_ARGUMENT', `A service level is empty or has ${ID_RULE}`),
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
  WINDOW_INVALID: spec('INVALID_ARGUMENT', 'A promised window has a begin and an end, and the begin is earlier.'),
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
  SCORE_OUT_OF_RANGE: spec('INVALID_ARGUMENT', 'A customer score is a whole number from 1 to 5.'),
  ISSUE_ID_INVALID: spec('INVALID_ARGUMENT', `issue_id has ${ID_RULE}`),
  ISSUE_DIFFERS: spec(
    'INVALID_ARGUMENT',
    'Another fact about this contact names another issue, or none; withdraw it first, or name the same issue.',
  ),
  CHANNEL_UNKNOWN: spec('INVALID_ARGUMENT', 'The channel of a contact is not one that this version knows.'),
  PRIORITY_UNKNOWN: spec('INVALID_ARGUMENT', 'The priority of a contact is not one that this version knows.'),
  CALENDAR_INVALID: spec('INVALID_ARGUMENT', `The calendar to which a contact moves has ${ID_RULE}`),
  LANGUAGE_INVALID: spec('INVALID_ARGUMENT', 'A language is a BCP 47 tag such as de or pt-BR.'),
  FACT_KIND_UNKNOWN: spec('INVALID_ARGUMENT', 'The document declares no kind of fact of this name for the department.'),
  FIELD_UNKNOWN: spec('INVALID_ARGUMENT', 'The document declares no field of this name for this kind of fact.'),
  FIELD_MISSING: spec('INVALID_ARGUMENT', 'A field that the document requires is missing or has no value.'),
  FIELD_TYPE_WRONG: spec('INVALID_ARGUMENT', 'The value of a field has another type than the document declares.'),
  TEXT_INVALID: spec('INVALID_ARGUMENT', `The text of a field has ${ID_RULE}`),
  CHOICE_UNKNOWN: spec('INVALID_ARGUMENT', 'A choice is one of the values that the document lists.'),
  METRIC_COUNTS_CASES: spec('INVALID_ARGUMENT', 'The metric counts cases, so it takes no tally; report facts.'),
  TALLY_OUT_OF_RANGE: spec('INVALID_ARGUMENT', 'Hits and misses of a tally are from 0 through 100,000,000.'),
  DEPARTMENT_NOT_DECLARED: spec(
    'FAILED_PRECONDITION',
    'No published document declares the department today; publish departments.yaml, or wait for its first day.',
  ),
  WITHDRAWN_UNKNOWN: spec('INVALID_ARGUMENT', 'The feed never reported the fact that it withdraws about this case.'),

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
  DOCUMENT_NAME_USED: spec(
    'FAILED_PRECONDITION',
    'Another version has this name; a published version never changes, so give the document a new name.',
  ),
  PERIODS_NAMED_TWICE: spec('FAILED_PRECONDITION', 'A published ruleset names the same period; one ruleset judges it.'),
  FIRST_DAY_PASSED: spec(
    'FAILED_PRECONDITION',
    'The first day of the document has begun. With allow_after_first_day it is taken, and what it decides is never payable.',
  ),
  VERSION_NOT_LATEST: spec('FAILED_PRECONDITION', 'expected_latest_version is not the newest version.'),
  DOCUMENT_KIND_UNKNOWN: spec(
    'INVALID_ARGUMENT',
    'Documents are published of the kinds company, departments, metrics, ruleset and feeds.',
  ),
  DOCUMENT_INVALID: spec(
    'INVALID_ARGUMENT',
    'The document has mistakes; PreconditionFailure names each with its place. Check it with cx company lint.',
  ),
  DOCUMENT_NEEDED: spec(
    'FAILED_PRECONDITION',
    'A document that is published refers to something that this one lacks; keep it, or publish the next version of that document first.',
  ),
  COMPANY_NOT_PUBLISHED: spec(
    'FAILED_PRECONDITION',
    'The zone of the company decides when the first day of a document begins; publish the document company first.',
  ),
  DEFINITION_CHANGED: spec(
    'FAILED_PRECONDITION',
    'A published version of a metric says something else now; leave it as it was published, and append a version.',
  ),
  DEFINITION_REMOVED: spec(
    'FAILED_PRECONDITION',
    'A published version of a metric is missing; put it back and, if the metric is not asked any more, append one with asked: false.',
  ),
  REASON_MISSING: spec('INVALID_ARGUMENT', 'A publication states its reason in one sentence.'),
  REASON_INVALID: spec(
    'INVALID_ARGUMENT',
    'A snapshot is made for FIRST, LATE_DATA, SOURCE_CORRECTION or ENGINE_DEFECT.',
  ),
  REQUEST_ID_INVALID: spec('INVALID_ARGUMENT', 'request_id is a UUID made by the caller.'),
  REQUEST_ID_REUSED: spec('FAILED_PRECONDITION', 'The request_id was used before for another request.'),
  FORMAT_INVALID: spec('INVALID_ARGUMENT', 'A snapshot is exported as csv or json.'),
  VERSION_NOT_NAMED: spec('INVALID_ARGUMENT', 'A file must name its version; "latest" is refused here.'),
  SNAPSHOT_RACE: spec('ABORTED', 'Another snapshot of this period was made at the same moment; try again.'),
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
  readonly cause?: unknown;
}

/** A refusal the caller can act on. Every other error is a bug and reaches the caller as INTERNAL without details. */
export class CxError extends Error {
  readonly field: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly violations: readonly Violation[];

  constructor(
    readonly reason: Reason,
    message: string,
    { field = '', facts = {}, violations = [], cause }: RefusalDetails = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CxError';
    this.field = field;
    this.facts = facts;
    this.violations = violations;
  }
}
