import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { chargedToCause, resultOfTrouble } from './complaint.js';
import { type Contact, dimensionsOf } from './contact.js';

/** Did the customer contact the help desk for something else than "where is my order"? Such a question is charged to the late link. */
export const noOrderStatusQuestion = defineMetric({
  id: 'no_order_status_question',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Where-is-my-order contact rate (T18)',
  question: 'Did the customer know where the order is?',
  population: 'All contacts. The help desk does not know how many orders there were.',
  hit: 'The customer did not ask in it where the order is, within seven days.',
  missesAre: 'questions where the order is',
  datedBy: 'day of the contact',
  judged: 'seven days after the contact',
  parameters: { limitCivilDays: 7 },
  maturesAfterDays: 7,
  needs: [],
  notAccountable: chargedToCause(
    (party) => `The help desk reported that the link of ${party} was late.`,
    'The help desk has not reported which link was late.',
  ),
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit }, mostDays }) => ({
    hit: `The customer did not ask in it where the order is, within ${limit}.`,
    judged: `${limit} after the contact`,
    maturesAfterDays: mostDays,
  }),

  evaluate({ part, receivedAt, unit, zone, orderStatus }: Contact, { limit }: { readonly limit: CivilDays }) {
    const dueAt = civilDaysLater(receivedAt, limit.days, zone);
    return { part, unit, day: dayOf(receivedAt, zone), dueAt, result: resultOfTrouble(orderStatus, dueAt) };
  },
});
