import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf, type Instant } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, MISS, notAccountable, type Result } from '../result.js';
import type { CustomerSpan } from './customer-span.js';

/** Did the customer meet at most one failure of ours? One is forgiven, the second drives customers away. */
export const noRepeatedFailure = defineMetric({
  id: 'no_repeated_failure',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Repeat-failure customers (E04)',
  question: 'Did the customer meet at most one failure of ours in 90 days?',
  population: 'Spans of customers: 90 days from an order that no other span of the customer holds.',
  hit: 'At most one failure of any department was reported in the 90 days from the begin of the span.',
  missesAre: 'customers with repeated failures',
  datedBy: 'day on which the span began, where the customer is',
  judged: '90 days after the span began',
  parameters: { limitCivilDays: 90 },
  maturesAfterDays: 90,
  needs: [],
  notAccountable: (['warehouse', 'delivery', 'support'] as const).map((responsible) => ({
    class: 'OTHERS',
    reason: `CAUSED_BY_${responsible.toUpperCase()}`,
    responsible,
    rule: `The second failure, which makes it a repeated one, was caused by ${responsible}.`,
  })),
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'COUNTERPARTY',

  words: ({ text: { limit }, mostDays }) => ({
    question: `Did the customer meet at most one failure of ours within ${limit}?`,
    population: `Spans of customers: ${limit} from an order that no other span of the customer holds.`,
    hit: `At most one failure of any department was reported within ${limit} from the begin of the span.`,
    judged: `${limit} after the span began`,
    maturesAfterDays: mostDays,
  }),

  evaluate(span: CustomerSpan, { limit }: { readonly limit: CivilDays }) {
    const { unit, zone, begunAt } = span;
    const dueAt = civilDaysLater(begunAt, limit.days, zone);
    return { unit, day: dayOf(begunAt, zone), dueAt, result: resultOf(span, dueAt) };
  },
});

function resultOf({ begunAt, failures }: CustomerSpan, dueAt: Instant): Result {
  const [, second] = failures.filter(({ at }) => at >= begunAt && at < dueAt);
  if (second === undefined) return HIT;
  return second.causedBy === 'ORDERING' ? MISS : notAccountable(`CAUSED_BY_${second.causedBy}`, false);
}
