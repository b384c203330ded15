import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { isResolvedBy } from './complaint.js';
import { type Contact, dimensionsOf } from './contact.js';

/** Was the complaint settled after a month at the latest? It belongs to the day of the complaint, as its sister metric does. */
export const complaintResolvedAtLast = defineMetric({
  id: 'complaint_resolved_at_last',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Complaint ageing, open after 31 days (T16)',
  question: 'Was the complaint resolved at last?',
  population: 'Contacts in which the customer complained.',
  hit: 'The help desk held the issue to be resolved, after the complaint and not later than the same wall time 31 days later.',
  missesAre: 'complaints open after a month',
  datedBy: 'day of the complaint',
  judged: '31 days after the complaint',
  parameters: { limitCivilDays: 31 },
  maturesAfterDays: 31,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit }, mostDays }) => ({
    title: 'Complaint ageing, open after the last limit (T16)',
    question: `Was the complaint resolved within ${limit}?`,
    hit: `The help desk held the issue to be resolved, after the complaint and not later than ${limit} after it, at the same wall time.`,
    missesAre: 'complaints that stayed open',
    judged: `${limit} after the complaint`,
    maturesAfterDays: mostDays,
  }),

  evaluate({ part, unit, zone, complaint, issue }: Contact, { limit }: { readonly limit: CivilDays }) {
    if (complaint === undefined) return undefined;
    const dueAt = civilDaysLater(complaint.at, limit.days, zone);
    const isHit = isResolvedBy(complaint, issue.resolvedAt, dueAt);
    return { part, unit, day: dayOf(complaint.at, zone), dueAt, result: hitIf(isHit) };
  },
});
