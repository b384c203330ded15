import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import type { StockCheck } from './subject.js';

/**
 * Was there what customers looked at? Each look weighs the same, so demand weighs the articles. Never out of stock is not the aim: a ruleset
 * may say where the rate is too high.
 */
export const inStockWhenViewed = defineMetric({
  id: 'in_stock_when_viewed',
  definition: 1,
  codeVersion: 1,
  source: 'ordering',
  title: 'In-stock rate, weighted by demand (O05)',
  question: 'How many looks at an article found it in stock?',
  population: 'Looks of customers at active articles; the first report of a check counts.',
  hit: 'Looks at an article that could be sold, of all looks.',
  missesAre: 'looks at articles that were out of stock',
  datedBy: 'day of the check, where the unit is',
  judged: 'at the check',
  parameters: {},
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'TALLY',
  reportedBy: 'SELF',

  evaluate({ unit, zone, happenedAt, views, viewsInStock }: StockCheck) {
    const result = { hits: viewsInStock, misses: views - viewsInStock };
    return { unit, day: dayOf(happenedAt, zone), dueAt: happenedAt, result };
  },
});
