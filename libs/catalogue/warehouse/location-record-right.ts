import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import type { Check } from './subject.js';

/** Is what the record says really in the location? What the shop sells is what the record says. */
export const locationRecordRight = defineMetric({
  id: 'location_record_right',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Inventory record accuracy by location (W08)',
  question: 'Was the record of the location right?',
  population: 'Locations that were counted.',
  hit: 'Every article that was counted stands in the record in its quantity, and no other.',
  missesAre: 'wrong records of locations',
  datedBy: 'day of the count, where the site is',
  judged: 'at the count',
  parameters: {},
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  evaluate({ unit, zone, at, isRight }: Check) {
    return { unit, day: dayOf(at, zone), dueAt: at, result: hitIf(isRight) };
  },
});
