import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { type Day, daysBetween } from '#libs/domain/time.js';

/** The whole of a working time, in basis points. */
export const FULL_TIME_BP = 10_000n;

/** Days in one department with one share of full time. */
export interface Span {
  readonly department: string;
  /** Included. */
  readonly start: Day;
  /** Excluded: a transfer on this day belongs to the next span, so the day of the change counts once. */
  readonly end: Day;
  /** Of full time, 1 to 10,000. */
  readonly shareBp: bigint;
}

/** One line of a roster: what a payee would be paid for a whole period on target. */
export interface Payee {
  /** Opaque: who it is, only the sender of the roster knows. */
  readonly ref: string;
  readonly currency: string;
  /** For the whole period, full time, on target; minor units, 0 or more. */
  readonly targetMinor: bigint;
  readonly spans: readonly Span[];
}

/** Days of the period on which the payee had a share of work, each counted once. */
export function eligibleDays(spans: readonly Span[]): number {
  let [days, counted] = [0, ''];
  for (const { start, end } of spans.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    const from = start > counted ? start : counted;
    if (end > from) days += daysBetween(from, end);
    if (end > counted) counted = end;
  }
  return days;
}

/** Civil days of a span. A day is a date, so a day of 23 or 25 hours counts as one, and so does 29 February. */
export function spanDays({ start, end }: Pick<Span, 'start' | 'end'>): number {
  return daysBetween(start, end);
}

/** SHA-256 of the roster, whatever the order of its lines and spans: the only thing that is kept of it. */
export function rosterSha256(payees: readonly Payee[]): string {
  const lines = payees.map(({ ref, currency, targetMinor, spans }) =>
    canonicalJson({ ref, currency, targetMinor, spans: spans.map((span) => canonicalJson(span)).sort() }),
  );
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}
