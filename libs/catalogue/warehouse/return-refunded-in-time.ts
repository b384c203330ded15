import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf, type Instant } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, MISS, notAccountable, type Result } from '../result.js';
import { passedAt, type ReturnJourney } from './return-journey.js';

/** The days that each link may take. The whole way may take their sum. */
type Budgets = Readonly<Record<'transport' | 'inspection' | 'refund', CivilDays>>;

/** The return as one account: did the customer who gave the goods to the carrier have the money in time, and which link was slow if not? */
export const returnRefundedInTime = defineMetric({
  id: 'return_refunded_in_time',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Return journey as one account, refunded within 14 days',
  question: 'Was the refund credited within 14 days after the customer gave the goods to the carrier?',
  population: 'Returns that the customer gave to a carrier or that arrived.',
  hit: 'Credited at the latest 5 days for the transport, 2 for the inspection and 7 for the refund after the goods were posted, at the same wall time; after their arrival where no posting was reported.',
  missesAre: 'returns refunded late',
  datedBy: 'day on which the limit ends, where the return is handled',
  judged: 'when the limit ends',
  parameters: { transportCivilDays: 5, inspectionCivilDays: 2, refundCivilDays: 7 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [
    {
      class: 'OTHERS',
      reason: 'TRANSPORT_SLOWEST',
      responsible: 'delivery',
      rule: 'Of the three links the transport took longest beyond its days; of links that took equally long the earlier one answers.',
    },
    {
      class: 'OTHERS',
      reason: 'REFUND_SLOWEST',
      responsible: 'support',
      rule: 'Of the three links the refund took longest beyond its days.',
    },
  ],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'COUNTERPARTY',

  words: ({ text: { transport, inspection, refund } }) => ({
    title: 'Return journey as one account, refunded within its days',
    question: 'Was the refund credited in the days that transport, inspection and refund have together?',
    hit: `Credited at the latest ${transport} for the transport, ${inspection} for the inspection and ${refund} for the refund after the goods were posted, at the same wall time; after their arrival where no posting was reported.`,
  }),

  evaluate(journey: ReturnJourney, budgets: Budgets) {
    const { unit, zone, at } = journey;
    const begun = at.return_posted ?? at.return_received;
    if (begun === undefined) return undefined;
    const days = budgets.transport.days + budgets.inspection.days + budgets.refund.days;
    const dueAt = civilDaysLater(begun, days, zone);
    const refundedAt = at.return_refunded;
    const result = refundedAt !== undefined && refundedAt <= dueAt ? HIT : slowestLink(journey, begun, dueAt, budgets);
    return { unit, day: dayOf(dueAt, zone), dueAt, result };
  },
});

/** The link that took longest beyond its days, until its end or, while it lasts, until the limit. */
function slowestLink(
  journey: ReturnJourney,
  begun: Instant,
  dueAt: Instant,
  { transport, inspection, refund }: Budgets,
): Result {
  const until = (step: 'return_received' | 'return_inspected' | 'return_refunded', from: Instant) =>
    Math.max(passedAt(journey, step) ?? dueAt, from);
  const received = until('return_received', begun);
  const inspected = until('return_inspected', received);
  const refunded = until('return_refunded', inspected);
  const beyond = (from: Instant, to: Instant, { days }: CivilDays) => to - civilDaysLater(from, days, journey.zone);
  const [carried, checked, paid] = [
    beyond(begun, received, transport),
    beyond(received, inspected, inspection),
    beyond(inspected, refunded, refund),
  ];
  if (carried >= checked && carried >= paid) return notAccountable('TRANSPORT_SLOWEST', false);
  return checked >= paid ? MISS : notAccountable('REFUND_SLOWEST', false);
}
