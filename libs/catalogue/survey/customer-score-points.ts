import { UNATTRIBUTED } from '#libs/domain/unit.js';
import { defineMetric } from '../metric.js';
import type { CustomerAnswer } from './answer.js';

/** The score as 4 points that are given or not, so that whole numbers carry the mean: 1 + 4 x hits / (hits + misses). */
export const customerScorePoints = defineMetric({
  id: 'customer_score_points',
  definition: 1,
  codeVersion: 1,
  source: 'survey',
  title: 'Customer score, points',
  question: 'How content was the customer?',
  population: 'Orders whose customer answered the survey; the last answer about an order counts.',
  hit: 'Score less 1 of 4 points; the mean is 1 + 4 x hits / (hits + misses).',
  missesAre: 'misses',
  datedBy: 'promised day of the order',
  judged: 'when the customer answered',
  parameters: { lowestScore: 1, highestScore: 5 },
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'TALLY',
  reportedBy: 'CUSTOMER',

  evaluate(
    { answeredAt, score, promisedDay }: CustomerAnswer,
    { lowestScore, highestScore }: { readonly lowestScore: number; readonly highestScore: number },
  ) {
    const result = { hits: score - lowestScore, misses: highestScore - score };
    return { unit: UNATTRIBUTED, day: promisedDay, dueAt: answeredAt, result };
  },
});
