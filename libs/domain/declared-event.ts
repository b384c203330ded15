import { type Day, dayOf, endOfDay, type Instant, type Zone } from './time.js';

/** Why a case is excluded that a declared event has taken out. */
export const DECLARED_EVENT = 'DECLARED_EVENT';

const PARTY = 'event/';

/** What stands in place of the responsible party of such a case: "event/carrier_strike". No party has a name with this beginning. */
export function eventParty(name: string): string {
  return `${PARTY}${name}`;
}

/** The name of the event; undefined for a party that is no event. */
export function eventNamed(responsible: string): string | undefined {
  return responsible.startsWith(PARTY) ? responsible.slice(PARTY.length) : undefined;
}

/** From when until when an event lasts. */
export interface EventSpan {
  readonly from: Instant;
  /** Not included, later than `from`. */
  readonly until: Instant;
  /** Its days are those of this zone. */
  readonly zone: Zone;
}

/** The first and the last civil day of an event. */
export function daysOf({ from, until, zone }: EventSpan): { readonly firstDay: Day; readonly lastDay: Day } {
  return { firstDay: dayOf(from, zone), lastDay: dayOf(until - 1, zone) };
}

/**
 * Whether a question fell due during an event. It counts on a day of the event, and its due instant lies in the span: after the begin and not
 * after the end. A question that is due later than the day on which it counts ends is asked by the end of that day: "arrived at
 * last" of a promise is of the day of the promise.
 */
export function isDuring(
  { day, dueAt }: { readonly day: Day; readonly dueAt: Instant },
  span: EventSpan & { readonly firstDay: Day; readonly lastDay: Day },
): boolean {
  if (day < span.firstDay || day > span.lastDay) return false;
  const asked = Math.min(dueAt, endOfDay(day, span.zone));
  return asked > span.from && asked <= span.until;
}
