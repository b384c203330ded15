import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { dimensionsOf, type Order, unitOf } from './order.js';

/**
 * Was the promise realistic when it was made? The shop states with its plan how many comparable orders would have kept it. Whether the odds
 * are true, `delivered_by_first_promise` shows; whether they were bought with padding, `promise_not_padded`.
 */
export const promisedWithGoodOdds = defineMetric({
  id: 'promised_with_good_odds',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Promise realism (O09)',
  question: 'Was the promise one that at least 90 % of comparable orders would have kept?',
  population: 'Orders with a plan that states the odds of its promise; the first plan counts.',
  hit: 'By the last 90 days of the route, at least 90 % of orders would have kept the promise.',
  missesAre: 'promises with bad odds',
  datedBy: 'promised day',
  judged: 'when the promise was planned',
  parameters: { leastOddsPpm: 900_000 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { leastOddsPpm } }) => ({
    question: `Was the promise one that at least ${leastOddsPpm} of comparable orders would have kept?`,
    hit: `By the last 90 days of the route, at least ${leastOddsPpm} of orders would have kept the promise.`,
  }),

  evaluate(order: Order, { leastOddsPpm }: { readonly leastOddsPpm: number }) {
    const { placed, plan } = order;
    if (plan?.onTimeOddsPpm === undefined) return undefined;
    const result = hitIf(plan.onTimeOddsPpm >= leastOddsPpm);
    return { unit: unitOf(order), day: placed.promisedDay, dueAt: plan.happenedAt, result };
  },
});
