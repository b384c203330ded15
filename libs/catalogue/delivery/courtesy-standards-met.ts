import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import type { CourtesyAudit } from './subject.js';

/** Is the customer treated as the standard of the company says? A third party looks: measuring oneself is not enough. */
export const courtesyStandardsMet = defineMetric({
  id: 'courtesy_standards_met',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Courtesy standards met, by a third party (D18)',
  question: 'Was the customer treated by the standards of the company?',
  population: 'Deliveries that a third party audited.',
  hit: 'Every check of the audit is met.',
  missesAre: 'deliveries below the standards of courtesy',
  datedBy: 'day of the audit, where the customer is',
  judged: 'at the audit',
  parameters: {},
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'no_negative_feedback',
  reportedBy: 'THIRD_PARTY',

  evaluate({ happenedAt, unit, zone, isMet }: CourtesyAudit) {
    return { unit, day: dayOf(happenedAt, zone), dueAt: happenedAt, result: hitIf(isMet) };
  },
});
