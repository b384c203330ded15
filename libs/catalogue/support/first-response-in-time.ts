import { workedByCalendar } from '#libs/domain/calendar-moves.js';
import { type Calendars, type Duration, dueAfter } from '#libs/domain/duration.js';
import type { Instant } from '#libs/domain/time.js';
import type { Pause } from '#libs/domain/timescale.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, type Evaluation, hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';
import { movesBeforeAnswer } from './moves.js';
import { pausesUntil } from './pauses.js';

/** Did a person answer in time? */
export const firstResponseInTime = defineMetric({
  id: 'first_response_in_time',
  recordedAs: 'first_response_within_60_minutes',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'First response within 60 minutes (T03)',
  question: 'Did a person answer within 60 minutes?',
  population: 'All contacts.',
  hit: 'A person answered not later than 60 minutes after the contact. Of several responses the earliest counts.',
  missesAre: 'late first responses',
  datedBy: 'day of the contact plus 60 minutes',
  judged: '60 minutes after the contact',
  parameters: { limitMinutes: 60 },
  addedRules: [
    'A contact that the help desk moved to another calendar keeps the minutes that it worked in the first one. How long the limit is does not change.',
  ],
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'solved_without_second_contact',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit }, hasExceptions }) => ({
    title: hasExceptions ? 'First response in time (T03)' : `First response within ${limit} (T03)`,
    question: `Did a person answer within ${limit}?`,
    hit: `A person answered not later than ${limit} after the contact. Of several responses the earliest counts. Working time stands still while the help desk waits for the customer.`,
    datedBy: 'day on which the limit ends, where the customer is',
    judged: `${limit} after the contact`,
  }),

  evaluate(contact: Contact, { limit }: { readonly limit: Duration }, calendars) {
    const { part, receivedAt, unit, zone, answeredAt } = contact;
    const pauses = limit.kind === 'working' ? pausesBeforeAnswer(contact) : [];
    const moves = movesBeforeAnswer(contact);
    const dueAt = dueAfter(receivedAt, limit, { zone, calendars, pauses, moves });
    const isHit = answeredAt !== undefined && dueAt !== undefined && answeredAt <= dueAt;
    const since = pauses.at(-1)?.from ?? receivedAt;
    const worked = workedUntil(dueAt ?? since, contact, limit, calendars);
    return { part, unit, ...dueOrStandsStill(dueAt, since, zone), ...worked, result: hitIf(isHit) };
  },
});

/** What was worked by each calendar; nothing to say of a contact that did not move while its limit ran. */
function workedUntil(
  until: Instant,
  contact: Contact,
  limit: Duration,
  calendars: Calendars,
): Pick<Evaluation, 'worked'> {
  if (limit.kind !== 'working') return {};
  const moves = movesBeforeAnswer(contact);
  if (moves.length === 0) return {};
  const of = { start: contact.receivedAt, calendar: limit.calendar, moves, until, pauses: pausesBeforeAnswer(contact) };
  const worked = workedByCalendar(of, calendars);
  return worked.length === 1 && worked[0]?.calendar === limit.calendar ? {} : { worked };
}

/** The answer ends every wait. */
function pausesBeforeAnswer({ pauses, answeredAt }: Contact): readonly Pause[] {
  return pausesUntil(pauses, answeredAt);
}
