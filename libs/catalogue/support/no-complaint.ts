import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { chargedToCause, resultOfTrouble } from './complaint.js';
import { type Contact, dimensionsOf } from './contact.js';

/** Was the contact no complaint? A complaint is charged to the department that caused it. */
export const noComplaint = defineMetric({
  id: 'no_complaint',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Complaint rate of contacts (T12)',
  question: 'Was the contact something else than a complaint?',
  population: 'All contacts. The help desk does not know how many orders there were.',
  hit: 'The customer did not complain in it within seven days.',
  missesAre: 'complaints',
  datedBy: 'day of the contact',
  judged: 'seven days after the contact',
  parameters: { limitCivilDays: 7 },
  maturesAfterDays: 7,
  needs: [],
  notAccountable: chargedToCause(
    (party) => `The help desk reported that ${party} caused what the customer complained of.`,
    'The help desk has not reported who caused what the customer complained of.',
  ),
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit }, mostDays }) => ({
    hit: `The customer did not complain in it within ${limit}.`,
    judged: `${limit} after the contact`,
    maturesAfterDays: mostDays,
  }),

  evaluate({ part, receivedAt, unit, zone, complaint }: Contact, { limit }: { readonly limit: CivilDays }) {
    const dueAt = civilDaysLater(receivedAt, limit.days, zone);
    return { part, unit, day: dayOf(receivedAt, zone), dueAt, result: resultOfTrouble(complaint, dueAt) };
  },
});
