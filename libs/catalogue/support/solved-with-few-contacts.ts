import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';

/** How many issues were solved with few contacts? It shows a team that is quick because customers must ask often. */
export const solvedWithFewContacts = defineMetric({
  id: 'solved_with_few_contacts',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Contacts per resolved issue, at most 2 (T02)',
  question: 'Was the issue solved with at most 2 contacts?',
  population: 'Issues that the help desk held to be resolved, in the unit of their first contact.',
  hit: 'The customer asked at most twice, from the first contact until 7 days after the first resolution. A feed reports another question as a contact of its own or as contacted_again, and not as both.',
  missesAre: 'issues with many contacts',
  datedBy: 'day of the first resolution plus 7 days',
  judged: 'seven days after the first resolution',
  parameters: { mostContacts: 2, limitCivilDays: 7 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'BALANCING',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit, mostContacts }, hasExceptions }) => ({
    title: `Contacts per resolved issue, ${hasExceptions ? 'few' : `at most ${mostContacts}`} (T02)`,
    question: `Was the issue solved with at most ${mostContacts} contacts?`,
    hit: `The customer asked at most ${mostContacts} times, from the first contact until ${limit} after the first resolution. A feed reports another question as a contact of its own or as contacted_again, and not as both.`,
    datedBy: 'day on which the limit ends, where the customer is',
    judged: `${limit} after the first resolution`,
  }),

  evaluate(
    { isFirstOfIssue, unit, zone, issue }: Contact,
    { mostContacts, limit }: { readonly mostContacts: number; readonly limit: CivilDays },
  ) {
    const [resolvedAt] = issue.resolvedAt;
    if (!isFirstOfIssue || resolvedAt === undefined) return undefined;
    const dueAt = civilDaysLater(resolvedAt, limit.days, zone);
    const contacts = issue.askedAt.filter((at) => at <= dueAt).length;
    return { unit, day: dayOf(dueAt, zone), dueAt, result: hitIf(contacts <= mostContacts) };
  },
});
