import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import type { Contact } from './contact.js';

/** Were the promised call-backs, replacements and the like kept in time? */
export const commitmentsKept = defineMetric({
  id: 'commitments_kept',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Commitments kept: call-backs, replacements (T15)',
  question: 'Was everything that was promised done in time?',
  population: 'Contacts in which a call-back, a replacement, an answer or a visit was promised.',
  hit: 'Each of them was done not later than promised, to the instant. What was done keeps the promise of its kind that was made first and is still open.',
  missesAre: 'contacts with a broken commitment',
  datedBy: 'day of the last promised instant',
  judged: 'the last promised instant',
  parameters: {},
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  evaluate({ part, unit, zone, commitments }: Contact) {
    if (commitments.length === 0) return undefined;
    const last = Math.max(...commitments.map(({ dueAt }) => dueAt));
    const isHit = commitments.every(({ dueAt, keptAt }) => keptAt !== undefined && keptAt <= dueAt);
    return { part, unit, day: dayOf(last, zone), dueAt: last, result: hitIf(isHit) };
  },
});
