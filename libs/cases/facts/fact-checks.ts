import type { Reason } from '#libs/domain/error.js';
import { problemOfId } from '#libs/domain/id.js';
import { type Day, EARLIEST, type Instant, isDay, isZone, type Zone } from '#libs/domain/time.js';
import { isUnit, type Unit } from '#libs/domain/unit.js';

/** What is wrong with a fact: the reason of the closed list, the field, and a sentence for people. */
export interface Objection {
  readonly reason: Reason;
  readonly field: string;
  readonly detail: string;
}

/** What facts of all departments have in common. */
export interface CommonFields {
  readonly factId: string;
  /** The order, the contact or the subject. */
  readonly caseId: string;
  readonly happenedAt: Instant | undefined;
  /** The oneof case in snake_case, "delivered"; undefined when it does not say what happened. */
  readonly kind: string | undefined;
  /** Only of a withdrawal. */
  readonly withdraws: string | undefined;
}

/** The fields of the contracts that name a case, and the reason for which an id in them is refused. */
const CASE_ID_REASONS = {
  order_id: 'ORDER_ID_INVALID',
  contact_id: 'CONTACT_ID_INVALID',
  subject_id: 'SUBJECT_ID_INVALID',
} as const satisfies Readonly<Record<string, Reason>>;
export type CaseIdField = keyof typeof CASE_ID_REASONS;

const DAY_MS = 86_400_000;
const LATEST: Instant = Date.UTC(2100, 0, 1);

/**
 * The first thing that is wrong with what a fact of every contract has; undefined when nothing is wrong.
 *
 * @param now  a fact may lie at most a day ahead of it, because clocks differ
 */
export function objectionToCommon(
  { factId, happenedAt, kind, withdraws }: Omit<CommonFields, 'caseId'>,
  now: Instant,
): Objection | undefined {
  return objectionToId(factId, 'FACT_ID_INVALID', 'fact_id') ?? objectionToEvent({ happenedAt, kind, withdraws }, now);
}

/**
 * The first thing that is wrong with the common fields of a fact that names its case by an id; undefined when nothing is wrong.
 *
 * @param caseIdField  how the contract names the case
 * @param now          see `objectionToCommon`
 */
export function objectionTo(
  { factId, caseId, ...event }: CommonFields,
  caseIdField: CaseIdField,
  now: Instant,
): Objection | undefined {
  return (
    objectionToId(factId, 'FACT_ID_INVALID', 'fact_id') ??
    objectionToId(caseId, CASE_ID_REASONS[caseIdField], caseIdField) ??
    objectionToEvent(event, now)
  );
}

function objectionToEvent(
  { kind, happenedAt, withdraws }: Omit<CommonFields, 'factId' | 'caseId'>,
  now: Instant,
): Objection | undefined {
  if (kind === undefined)
    return { reason: 'FACT_MISSING', field: 'what', detail: 'the fact does not say what happened' };
  if (happenedAt === undefined) {
    return { reason: 'TIME_MISSING', field: 'happened_at', detail: 'the fact does not say when it happened' };
  }
  if (!isPlausible(happenedAt, now)) {
    const detail = 'the instant lies before 2000 or more than a day ahead';
    return { reason: 'TIME_OUT_OF_RANGE', field: 'happened_at', detail };
  }
  return withdraws === undefined ? undefined : objectionToId(withdraws, 'WITHDRAWN_UNKNOWN', 'withdrawal.fact_id');
}

/** An id is taken as it is reported or refused, never changed: its sender must find it again. */
export function objectionToId(id: string, reason: Reason, field: string): Objection | undefined {
  const wrong = problemOfId(id);
  return wrong && { reason, field, detail: `${field} ${wrong.problem}; ${wrong.cure}` };
}

/** Whether something can have happened at that instant: from 2000 on, and at most a day ahead of now. */
export function isPlausible(instant: Instant, now: Instant): boolean {
  return instant >= EARLIEST && instant <= now + DAY_MS;
}

/** Checks an instant that a fact names beside its own. A limit may lie in the future, but not after 2099. */
export function objectionToInstant(instant: Instant | undefined, field: string): Objection | undefined {
  if (instant === undefined) return { reason: 'TIME_MISSING', field, detail: `${field} is missing` };
  if (instant >= EARLIEST && instant < LATEST) return undefined;
  return { reason: 'TIME_OUT_OF_RANGE', field, detail: `${field} lies before 2000 or after 2099` };
}

export function objectionToDay(day: Day, field: string): Objection | undefined {
  return isDay(day)
    ? undefined
    : { reason: 'DAY_INVALID', field, detail: `${field} is not a civil date such as 2018-03-02` };
}

/** Checks a day that was promised to a customer: a civil date, and not a century off. */
export function objectionToPromisedDay(day: Day, field: string): Objection | undefined {
  const objection = objectionToDay(day, field);
  if (objection !== undefined || (day >= '2000-01-01' && day <= '2099-12-31')) return objection;
  return { reason: 'DAY_INVALID', field, detail: `${field} lies before 2000 or after 2099` };
}

export function objectionToZone(zone: Zone, field: string): Objection | undefined {
  return isZone(zone) ? undefined : { reason: 'ZONE_UNKNOWN', field, detail: `${field} is not an IANA time zone` };
}

export function objectionToUnit(unit: Unit, field: string): Objection | undefined {
  return isUnit(unit) ? undefined : { reason: 'UNIT_INVALID', field, detail: `${field} is not a unit such as area/rj` };
}

/**
 * Checks a choice of the contract.
 *
 * @param words  the words that this version knows
 */
export function objectionToChoice(
  choice: number,
  words: { find(number: number): string | undefined },
  field: string,
): Objection | undefined {
  if (words.find(choice) !== undefined) return undefined;
  const detail = choice === 0 ? `${field} is missing` : `this version does not know ${choice} of ${field}`;
  return { reason: 'CHOICE_UNKNOWN', field, detail };
}

/** The same for a choice that may be left out. */
export function objectionToOptionalChoice(
  choice: number,
  words: { find(number: number): string | undefined },
  field: string,
): Objection | undefined {
  return choice === 0 ? undefined : objectionToChoice(choice, words, field);
}

/** The whole numbers that something may be: both ends included. */
export interface WholeNumbers {
  readonly from: number;
  readonly to: number;
}

/**
 * Checks a number of things, of seconds, of points: whole, and in its range. One sentence serves all of them.
 *
 * @param reason  of the published list, where the kind of fact has one of its own
 */
export function objectionToNumber(
  number: number,
  { from, to }: WholeNumbers,
  field: string,
  reason: Reason = 'QUANTITY_INVALID',
): Objection | undefined {
  if (Number.isInteger(number) && number >= from && number <= to) return undefined;
  return { reason, field, detail: `${field} is a whole number from ${from} to ${to}, and not ${number}` };
}
