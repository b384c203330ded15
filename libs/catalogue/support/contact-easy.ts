import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';
import { lastAnswer } from './rating.js';

/** Did the help desk make it easy? A third party asks. */
export const contactEasy = defineMetric({
  id: 'contact_easy',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Customer effort, made easy (T10)',
  question: 'Did the help desk make it easy for the customer?',
  population: 'Contacts whose customer answered this question of a third party within 14 days; the last answer counts.',
  hit: 'A score of 5, 6 or 7, of 7.',
  missesAre: 'contacts that customers found hard',
  datedBy: 'day of the contact',
  judged: '14 days after the contact',
  parameters: { lowestEasyScore: 5, limitCivilDays: 14 },
  maturesAfterDays: 14,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'THIRD_PARTY',

  dimensionsOf,
  words: ({ text: { limit, lowestEasyScore }, mostDays }) => ({
    population: `Contacts whose customer answered this question of a third party within ${limit}; the last answer counts.`,
    hit: `A score of ${lowestEasyScore} or more.`,
    judged: `${limit} after the contact`,
    maturesAfterDays: mostDays,
  }),

  evaluate(
    { part, receivedAt, unit, zone, ratings }: Contact,
    { limit, lowestEasyScore }: { readonly limit: CivilDays; readonly lowestEasyScore: number },
  ) {
    const dueAt = civilDaysLater(receivedAt, limit.days, zone);
    const answer = lastAnswer(ratings, 'ease', dueAt);
    if (answer === undefined) return undefined;
    return { part, unit, day: dayOf(receivedAt, zone), dueAt, result: hitIf(answer >= lowestEasyScore) };
  },
});
