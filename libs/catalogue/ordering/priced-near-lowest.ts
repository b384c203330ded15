import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import type { PriceCheck } from './subject.js';

const ONE_PPM = 1_000_000;

/** Was the price near the lowest of the others? Each look of a customer weighs the same, so demand weighs the articles. */
export const pricedNearLowest = defineMetric({
  id: 'priced_near_lowest',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'Price competitiveness (O08)',
  question: 'How many looks at an article met a price at most 2 % above the lowest?',
  population: 'Looks of customers at articles whose price was compared; the first report of a check counts.',
  hit: 'Looks at an article whose price was at most 2 % above the lowest price of the others, of all looks.',
  missesAre: 'looks at articles that others sell for less',
  datedBy: 'day of the check, where the unit is',
  judged: 'at the check',
  parameters: { mostAbovePpm: 20_000 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'TALLY',
  reportedBy: 'SELF',

  words: ({ text: { mostAbovePpm } }) => ({
    question: `How many looks at an article met a price at most ${mostAbovePpm} above the lowest?`,
    hit: `Looks at an article whose price was at most ${mostAbovePpm} above the lowest price of the others, of all looks.`,
  }),

  evaluate(
    { unit, zone, happenedAt, ownPriceMinor, lowestPriceMinor, views }: PriceCheck,
    { mostAbovePpm }: { readonly mostAbovePpm: number },
  ) {
    // Whole numbers below 2^53, so nothing is rounded.
    const isNear = ownPriceMinor * ONE_PPM <= lowestPriceMinor * (ONE_PPM + mostAbovePpm);
    const result = isNear ? { hits: views, misses: 0 } : { hits: 0, misses: views };
    return { unit, day: dayOf(happenedAt, zone), dueAt: happenedAt, result };
  },
});
