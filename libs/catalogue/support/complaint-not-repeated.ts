import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';

/** Did the customer who complained not have to ask again? */
export const complaintNotRepeated = defineMetric({
  id: 'complaint_not_repeated',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Complaint ageing, asked about again within 31 days (T16)',
  question: 'Did the customer who complained not have to ask again?',
  population: 'Contacts in which the customer complained.',
  hit: 'The customer did not ask about the issue again after the complaint within 31 days, in whichever contact.',
  missesAre: 'complaints that customers repeated',
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
    title: 'Complaint ageing, asked about again (T16)',
    hit: `The customer did not ask about the issue again after the complaint within ${limit}, in whichever contact.`,
    judged: `${limit} after the complaint`,
    maturesAfterDays: mostDays,
  }),

  evaluate({ part, unit, zone, complaint, issue }: Contact, { limit }: { readonly limit: CivilDays }) {
    if (complaint === undefined) return undefined;
    const dueAt = civilDaysLater(complaint.at, limit.days, zone);
    const isRepeated = issue.askedAt.some((at) => at > complaint.at && at <= dueAt);
    return { part, unit, day: dayOf(complaint.at, zone), dueAt, result: hitIf(!isRepeated) };
  },
});
