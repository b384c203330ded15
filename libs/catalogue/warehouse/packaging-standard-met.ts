import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import type { Check } from './subject.js';

/** Is a parcel packed by the standard of the company? An audit looks at parcels of which no customer complains: silence is not success. */
export const packagingStandardMet = defineMetric({
  id: 'packaging_standard_met',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Packaging standard by audit (W16)',
  question: 'Was the parcel packed by the standard?',
  population: 'Audits of packaging.',
  hit: 'Every check of the audit is met.',
  missesAre: 'parcels below the packaging standard',
  datedBy: 'day of the audit, where the site is',
  judged: 'at the audit',
  parameters: {},
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'BALANCING',
  counts: 'CASES',
  reportedBy: 'THIRD_PARTY',

  evaluate({ unit, zone, at, isRight }: Check) {
    return { unit, day: dayOf(at, zone), dueAt: at, result: hitIf(isRight) };
  },
});
