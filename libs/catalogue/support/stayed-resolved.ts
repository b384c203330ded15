import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';

/** Did a resolved issue stay resolved? It shows a team that closes issues early. */
export const stayedResolved = defineMetric({
  id: 'stayed_resolved',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Stayed resolved, not reopened (T08)',
  question: 'Did the issue stay resolved?',
  population: 'Issues that the help desk held to be resolved, in the unit of their first contact.',
  hit: 'The customer did not ask again within 14 days after the issue was first held to be resolved, in whichever contact.',
  missesAre: 'reopened issues',
  datedBy: 'day of the first resolution plus 14 days',
  judged: '14 days after the first resolution',
  parameters: { limitCivilDays: 14 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'BALANCING',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit } }) => ({
    hit: `The customer did not ask again within ${limit} after the issue was first held to be resolved, in whichever contact.`,
    datedBy: 'day on which the limit ends, where the customer is',
    judged: `${limit} after the first resolution`,
  }),

  evaluate({ isFirstOfIssue, unit, zone, issue }: Contact, { limit }: { readonly limit: CivilDays }) {
    const [resolvedAt] = issue.resolvedAt;
    if (!isFirstOfIssue || resolvedAt === undefined) return undefined;
    const dueAt = civilDaysLater(resolvedAt, limit.days, zone);
    const isReopened = issue.askedAt.some((at) => at > resolvedAt && at <= dueAt);
    return { unit, day: dayOf(dueAt, zone), dueAt, result: hitIf(!isReopened) };
  },
});
