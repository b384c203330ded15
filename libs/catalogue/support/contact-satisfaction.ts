import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';
import { lastAnswer } from './rating.js';

/** Was the customer content with how the contact went? A third party asks, so that the help desk does not choose the customers. */
export const contactSatisfaction = defineMetric({
  id: 'contact_satisfaction',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Satisfaction with the contact, by a third party (T09)',
  question: 'Was the customer content with the contact?',
  population: 'Contacts whose customer answered this question of a third party within 14 days; the last answer counts.',
  hit: 'A score of 5, the highest of 5.',
  missesAre: 'discontented contacts',
  datedBy: 'day of the contact',
  judged: '14 days after the contact',
  parameters: { lowestContentScore: 5, limitCivilDays: 14 },
  maturesAfterDays: 14,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'THIRD_PARTY',

  dimensionsOf,
  words: ({ text: { limit, lowestContentScore }, mostDays }) => ({
    population: `Contacts whose customer answered this question of a third party within ${limit}; the last answer counts.`,
    hit: `A score of ${lowestContentScore} or more, of 5 at most.`,
    judged: `${limit} after the contact`,
    maturesAfterDays: mostDays,
  }),

  evaluate(
    { part, receivedAt, unit, zone, ratings }: Contact,
    { limit, lowestContentScore }: { readonly limit: CivilDays; readonly lowestContentScore: number },
  ) {
    const dueAt = civilDaysLater(receivedAt, limit.days, zone);
    const answer = lastAnswer(ratings, 'satisfaction', dueAt);
    if (answer === undefined) return undefined;
    return { part, unit, day: dayOf(receivedAt, zone), dueAt, result: hitIf(answer >= lowestContentScore) };
  },
});
