import { type Duration, dueAfter } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';

/** Was a queued contact answered promptly? Contacts that were abandoned count too: offered is the basis, not answered. */
export const serviceLevel = defineMetric({
  id: 'service_level',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Service level, answered within 20 seconds (T04)',
  question: 'Was the queued contact answered within 20 seconds?',
  population: 'Contacts that were offered in a queue, answered or not.',
  hit: 'A person answered not later than 20 seconds after the customer began to wait in the queue.',
  missesAre: 'contacts that waited too long or were abandoned',
  datedBy: 'day on which the limit ends, where the customer is',
  judged: '20 seconds after the customer began to wait',
  parameters: { limitSeconds: 20 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit }, hasExceptions }) => ({
    title: hasExceptions ? 'Service level, answered in time (T04)' : `Service level, answered within ${limit} (T04)`,
    question: `Was the queued contact answered within ${limit}?`,
    hit: `A person answered not later than ${limit} after the customer began to wait in the queue.`,
    judged: `${limit} after the customer began to wait`,
  }),

  evaluate({ part, unit, zone, queuedAt, answeredAt }: Contact, { limit }: { readonly limit: Duration }, calendars) {
    if (queuedAt === undefined) return undefined;
    const dueAt = dueAfter(queuedAt, limit, { zone, calendars });
    const isHit = answeredAt !== undefined && dueAt !== undefined && answeredAt <= dueAt;
    return { part, unit, ...dueOrStandsStill(dueAt, queuedAt, zone), result: hitIf(isHit) };
  },
});
