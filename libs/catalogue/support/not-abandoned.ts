import { type CivilDays, type Duration, dueAfter } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, MISS, notAccountable } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';

/** Did the customer wait until a person answered, instead of giving up? */
export const notAbandoned = defineMetric({
  id: 'not_abandoned',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Not abandoned in the queue (T05)',
  question: 'Did the customer reach a person instead of giving up?',
  population: 'Contacts that were offered in a queue.',
  hit: 'The customer did not give up before a person answered, within a day after the begin of the wait.',
  missesAre: 'abandoned contacts',
  datedBy: 'day on which the customer began to wait',
  judged: 'one day after the customer began to wait',
  parameters: { toleranceSeconds: 5, limitCivilDays: 1 },
  maturesAfterDays: 1,
  needs: [],
  notAccountable: [
    {
      class: 'EXCLUDED',
      reason: 'CUSTOMER_LEFT_AT_ONCE',
      responsible: 'customer',
      rule: 'The customer gave up within the tolerance, which no help desk could have used.',
    },
  ],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit, tolerance }, mostDays }) => ({
    hit: `The customer did not give up before a person answered, within ${limit} after the begin of the wait. The tolerance is ${tolerance}.`,
    judged: `${limit} after the customer began to wait`,
    maturesAfterDays: mostDays,
  }),

  evaluate(
    { part, unit, zone, queuedAt, abandonedAt, answeredAt }: Contact,
    { tolerance, limit }: { readonly tolerance: Duration; readonly limit: CivilDays },
    calendars,
  ) {
    if (queuedAt === undefined) return undefined;
    const dueAt = civilDaysLater(queuedAt, limit.days, zone);
    const isAbandoned =
      abandonedAt !== undefined && abandonedAt <= dueAt && (answeredAt === undefined || abandonedAt < answeredAt);
    const tolerated = dueAfter(queuedAt, tolerance, { zone, calendars });
    const isAtOnce = isAbandoned && tolerated !== undefined && abandonedAt <= tolerated;
    const result = isAtOnce ? notAccountable('CUSTOMER_LEFT_AT_ONCE', false) : isAbandoned ? MISS : HIT;
    return { part, unit, day: dayOf(queuedAt, zone), dueAt, result };
  },
});
