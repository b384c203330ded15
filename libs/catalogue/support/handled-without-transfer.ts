import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';

/** Was the customer helped without being sent to another department? */
export const handledWithoutTransfer = defineMetric({
  id: 'handled_without_transfer',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Handled without a transfer (T17)',
  question: 'Did the team that took the contact keep it?',
  population: 'All contacts.',
  hit: 'It was not handed to another unit within seven days after the contact.',
  missesAre: 'transferred contacts',
  datedBy: 'day of the contact',
  judged: 'seven days after the contact',
  parameters: { limitCivilDays: 7 },
  maturesAfterDays: 7,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit }, mostDays }) => ({
    hit: `It was not handed to another unit within ${limit} after the contact.`,
    judged: `${limit} after the contact`,
    maturesAfterDays: mostDays,
  }),

  evaluate({ part, receivedAt, unit, zone, handOffs }: Contact, { limit }: { readonly limit: CivilDays }) {
    const dueAt = civilDaysLater(receivedAt, limit.days, zone);
    const isTransferred = handOffs.some(({ at }) => at <= dueAt);
    return { part, unit, day: dayOf(receivedAt, zone), dueAt, result: hitIf(!isTransferred) };
  },
});
