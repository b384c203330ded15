import { dayOf, endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import type { Contact } from './contact.js';

/** Had the customer received the promised goodwill by the promised day? */
export const goodwillPaidByPromisedDay = defineMetric({
  id: 'goodwill_paid_by_promised_day',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Goodwill paid by the promised day (T14)',
  question: 'Was promised goodwill paid by the promised day?',
  population: 'Contacts in which goodwill was promised.',
  hit: 'What was promised has reached the customer on the promised day or before. Of several promises and payments the earliest counts.',
  missesAre: 'late goodwill payments',
  datedBy: 'promised day of the goodwill',
  judged: 'end of that day',
  parameters: {},
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  evaluate({ part, unit, zone, goodwillDay, goodwillPaidAt }: Contact) {
    if (goodwillDay === undefined) return undefined;
    const isHit = goodwillPaidAt !== undefined && dayOf(goodwillPaidAt, zone) <= goodwillDay;
    return { part, unit, day: goodwillDay, dueAt: endOfDay(goodwillDay, zone), result: hitIf(isHit) };
  },
});
