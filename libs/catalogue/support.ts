import type { MetricDefinition } from './metric.js';

/** What support is asked. Definitions as data; the judges of the same names live in services/support/metrics. */

export const firstResponseWithin60Minutes: MetricDefinition = {
  metric: 'first_response_within_60_minutes',
  definition: 1,
  source: 'support',
  title: 'First response within 60 minutes (T03)',
  question: 'Did a person answer within 60 minutes?',
  population: 'All contacts.',
  hit: 'A person answered not later than 60 minutes after the contact.',
  datedBy: 'day of the contact plus 60 minutes',
  judged: '60 minutes after the contact',
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'solved_without_second_contact_in_7_days',
  reportedBy: 'SELF',
};

export const solvedWithoutSecondContactIn7Days: MetricDefinition = {
  metric: 'solved_without_second_contact_in_7_days',
  definition: 1,
  source: 'support',
  title: 'Solved without a second contact (T01)',
  question: 'Was the issue solved at once?',
  population: 'All contacts.',
  hit: 'The customer did not have to ask again about the same issue within seven days.',
  datedBy: 'day of the contact plus 7 days',
  judged: 'seven days after the contact',
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'first_response_within_60_minutes',
  reportedBy: 'SELF',
};

export const goodwillPaidByPromisedDay: MetricDefinition = {
  metric: 'goodwill_paid_by_promised_day',
  definition: 1,
  source: 'support',
  title: 'Goodwill paid by the promised day (T14)',
  question: 'Was promised goodwill paid by the promised day?',
  population: 'Contacts in which goodwill was promised.',
  hit: 'What was promised has reached the customer on the promised day or before.',
  datedBy: 'promised day of the goodwill',
  judged: 'end of that day',
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: '',
  reportedBy: 'SELF',
};

export const SUPPORT: readonly MetricDefinition[] = [
  firstResponseWithin60Minutes,
  solvedWithoutSecondContactIn7Days,
  goodwillPaidByPromisedDay,
];
