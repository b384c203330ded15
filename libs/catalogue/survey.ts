import type { MetricDefinition } from './metric.js';

/** What customers say themselves, asked by somebody independent. Definitions as data; the judges of the same names live in services/survey/metrics. */

export const customerScore: MetricDefinition = {
  metric: 'customer_score',
  definition: 1,
  source: 'survey',
  title: 'Customer score (E03)',
  question: 'Was the customer content?',
  population: 'Orders whose customer answered the survey; the last answer about an order counts.',
  hit: 'A score of 4 or 5.',
  datedBy: 'promised day of the order',
  judged: 'when the customer answered',
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [],
  role: 'BALANCING',
  counts: 'CASES',
  counterMetric: '',
  reportedBy: 'CUSTOMER',
};

export const customerScorePoints: MetricDefinition = {
  metric: 'customer_score_points',
  definition: 1,
  source: 'survey',
  title: 'Customer score, points',
  question: 'How content was the customer?',
  population: 'Orders whose customer answered the survey; the last answer about an order counts.',
  hit: 'Score less 1 of 4 points; the mean is 1 + 4 x hits / (hits + misses).',
  datedBy: 'promised day of the order',
  judged: 'when the customer answered',
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'TALLY',
  counterMetric: '',
  reportedBy: 'CUSTOMER',
};

export const SURVEY: readonly MetricDefinition[] = [customerScore, customerScorePoints];
