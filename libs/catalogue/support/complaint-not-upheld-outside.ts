import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';

/** Did no body outside the company have to say that the customer is right? */
export const complaintNotUpheldOutside = defineMetric({
  id: 'complaint_not_upheld_outside',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Complaint ageing, upheld outside the company within 90 days (T16)',
  question: 'Did no body outside the company uphold the complaint?',
  population: 'Contacts in which the customer complained.',
  hit: 'Within 90 days after the complaint no ombudsman, arbitrator or authority upheld it.',
  missesAre: 'complaints upheld outside the company',
  datedBy: 'day of the complaint',
  judged: '90 days after the complaint',
  parameters: { limitCivilDays: 90 },
  maturesAfterDays: 90,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'THIRD_PARTY',

  dimensionsOf,
  words: ({ text: { limit }, mostDays }) => ({
    title: 'Complaint ageing, upheld outside the company (T16)',
    hit: `Within ${limit} after the complaint no ombudsman, arbitrator or authority upheld it.`,
    judged: `${limit} after the complaint`,
    maturesAfterDays: mostDays,
  }),

  evaluate({ part, unit, zone, complaint, complaintUpheldAt }: Contact, { limit }: { readonly limit: CivilDays }) {
    if (complaint === undefined) return undefined;
    const dueAt = civilDaysLater(complaint.at, limit.days, zone);
    const isUpheld = complaintUpheldAt !== undefined && complaintUpheldAt <= dueAt;
    return { part, unit, day: dayOf(complaint.at, zone), dueAt, result: hitIf(!isUpheld) };
  },
});
