import type { CivilDays } from '#libs/domain/duration.js';
import { addDays, dayOf, endOfDay, type Instant } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';
import { reportsOf } from './report.js';

/** Did a parcel that left for the customer end anywhere? Silence is no proof that it did. */
export const notLost = defineMetric({
  id: 'not_lost',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Not lost, the rate without loss on the road (D07)',
  question: 'Did the parcel that left for the customer arrive anywhere?',
  population: 'Parcels that were dispatched; also one in whose place another parcel was sent.',
  hit: 'Delivered, ready for collection or back at the sender within 30 days after it was dispatched, and not declared lost afterwards. A parcel of which nothing is reported is lost.',
  missesAre: 'lost parcels',
  datedBy: 'day of the dispatch',
  judged: 'end of the day 30 days after the dispatch',
  parameters: { limitCivilDays: 30 },
  maturesAfterDays: 30,
  needs: ['ordering'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'delivered_and_received',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,
  words: ({ text: { limit }, mostDays }) => ({
    hit: `Delivered, ready for collection or back at the sender within ${limit} after it was dispatched, and not declared lost afterwards. A parcel of which nothing is reported is lost.`,
    judged: `end of the day ${limit} after the dispatch`,
    maturesAfterDays: mostDays,
  }),

  evaluate(parcel: Parcel, { limit }: { readonly limit: CivilDays }) {
    const [dispatched] = reportsOf(parcel, 'dispatched');
    if (dispatched === undefined) return undefined;
    const { part, zone, broughtBy } = parcel;
    const day = dayOf(dispatched.happenedAt, zone);
    const dueAt = endOfDay(addDays(day, limit.days), zone);
    return { part, unit: broughtBy, day, dueAt, result: hitIf(isFound(parcel, dueAt)) };
  },
});

/** The last report decides: a lost parcel may be found, and a delivered one may turn out to be lost. */
function isFound(parcel: Parcel, dueAt: Instant): boolean {
  const lostAt = reportsOf(parcel, 'lost', dueAt).at(-1)?.happenedAt ?? Number.NEGATIVE_INFINITY;
  const returned = reportsOf(parcel, 'returned_to_sender').map(({ happenedAt }) => happenedAt);
  const ends = [parcel.receivedAt, parcel.readyAt, ...returned];
  return ends.some((at) => at !== undefined && at < dueAt && at >= lostAt);
}
