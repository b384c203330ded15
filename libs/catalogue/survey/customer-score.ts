import { UNATTRIBUTED } from '#libs/domain/unit.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import type { CustomerAnswer } from './answer.js';

/** Was the customer content? It belongs to the order's promised day: most surveys of late orders were sent before the parcel came. */
export const customerScore = defineMetric({
  id: 'customer_score',
  definition: 1,
  codeVersion: 1,
  source: 'survey',
  title: 'Customer score (E03)',
  question: 'Was the customer content?',
  population: 'Orders whose customer answered the survey; the last answer about an order counts.',
  hit: 'A score of 4 or 5.',
  missesAre: 'discontented customers',
  datedBy: 'promised day of the order',
  judged: 'when the customer answered',
  parameters: { lowestContentScore: 4 },
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [],
  role: 'BALANCING',
  counts: 'CASES',
  reportedBy: 'CUSTOMER',

  words: ({ text: { lowestContentScore } }) => ({ hit: `A score of ${lowestContentScore} or more, of 5 at most.` }),

  evaluate(
    { answeredAt, score, promisedDay }: CustomerAnswer,
    { lowestContentScore }: { readonly lowestContentScore: number },
  ) {
    return { unit: UNATTRIBUTED, day: promisedDay, dueAt: answeredAt, result: hitIf(score >= lowestContentScore) };
  },
});
