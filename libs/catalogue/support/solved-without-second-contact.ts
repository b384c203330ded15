import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';

/** Was the issue solved at once, so that the customer did not have to ask again? */
export const solvedWithoutSecondContact = defineMetric({
  id: 'solved_without_second_contact',
  recordedAs: 'solved_without_second_contact_in_7_days',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Solved without a second contact (T01)',
  question: 'Was the issue solved at once?',
  population: 'All contacts.',
  hit: 'The customer did not have to ask again about the same issue within seven days.',
  missesAre: 'second contacts',
  datedBy: 'day of the contact plus 7 days',
  judged: 'seven days after the contact',
  parameters: { limitCivilDays: 7 },
  addedRules: [
    'Contacts that name the same issue are one issue. Its first contact is asked, and every later one is a second contact, whatever its channel.',
  ],
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'first_response_in_time',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit } }) => ({
    hit: `The customer did not have to ask again about the same issue within ${limit}.`,
    datedBy: 'day on which the limit ends, where the customer is',
    judged: `${limit} after the contact`,
  }),

  evaluate(
    { isFirstOfIssue, receivedAt, unit, zone, contactedAgainAt }: Contact,
    { limit }: { readonly limit: CivilDays },
  ) {
    if (!isFirstOfIssue) return undefined;
    const dueAt = civilDaysLater(receivedAt, limit.days, zone);
    const isHit = contactedAgainAt === undefined || contactedAgainAt > dueAt;
    return { unit, day: dayOf(dueAt, zone), dueAt, result: hitIf(isHit) };
  },
});
