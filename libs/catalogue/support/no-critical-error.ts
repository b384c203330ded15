import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import type { Contact } from './contact.js';

/** Was an audited contact free of errors that harm the customer? */
export const noCriticalError = defineMetric({
  id: 'no_critical_error',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Customer-critical error accuracy (T11)',
  question: 'Was the audited contact free of errors that harm the customer?',
  population: 'Contacts whose quality was audited; the last audit of a contact counts.',
  hit: 'The audit found no customer-critical error.',
  missesAre: 'contacts with a customer-critical error',
  datedBy: 'day of the audit',
  judged: 'when the contact was audited',
  parameters: {},
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  evaluate({ part, unit, zone, audit }: Contact) {
    if (audit === undefined) return undefined;
    const { auditedAt, result } = audit;
    const isHit = result !== 'CUSTOMER_CRITICAL_ERROR';
    return { part, unit, day: dayOf(auditedAt, zone), dueAt: auditedAt, result: hitIf(isHit) };
  },
});
