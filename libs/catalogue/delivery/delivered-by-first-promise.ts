import { dayOf, daysBetween, endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, MISS, notAccountable, type Result } from '../result.js';
import type { Order } from './order.js';
import type { Parcel } from './parcel.js';

/** Was the order there, with its last parcel, on the first promised day? If not, exactly one party answers for it. */
export const deliveredByFirstPromise = defineMetric({
  id: 'delivered_by_first_promise',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'On-time delivery, first promise (D01)',
  question: 'Was the parcel there on the first promised day?',
  population: 'All orders.',
  hit: 'Delivered on the first promised calendar day or before; later promises never help. Of several reported deliveries the earliest counts.',
  missesAre: 'late parcels',
  datedBy: 'promised day',
  judged: 'end of the promised day',
  parameters: {},
  maturesAfterDays: 0,
  needs: ['ordering', 'warehouse'],
  notAccountable: [
    {
      class: 'EXCLUDED',
      reason: 'CAUSE_UNKNOWN',
      responsible: 'unattributed',
      rule: 'The order was canceled, and it is not recorded by whom or why.',
    },
    {
      class: 'OTHERS',
      reason: 'UPSTREAM_NOT_RELEASED',
      responsible: 'ordering',
      rule: 'Ordering never released the order.',
    },
    {
      class: 'OTHERS',
      reason: 'UPSTREAM_NEVER_HANDED_OVER',
      responsible: 'warehouse',
      rule: 'Released, and never handed over.',
    },
    {
      class: 'OTHERS',
      reason: 'UPSTREAM_HANDED_OVER_LATE',
      responsible: 'warehouse',
      rule: 'Handed over after the limit, and delivered late by no more days than that: in time it would have made it.',
    },
  ],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'promise_not_padded',
  reportedBy: 'SELF',

  evaluate(order: Order) {
    const { promisedDay, zone, unit } = order;
    return { unit, day: promisedDay, dueAt: endOfDay(promisedDay, zone), result: resultOfOrder(order) };
  },
});

/**
 * An order of several parcels is late if one of them is. If delivery alone made one of them late, the order would have been late without
 * the others, and delivery answers. Otherwise the department that comes first on the way of the order answers.
 */
function resultOfOrder({ isCanceled, deliveredDay, promisedDay, awaited }: Order): Result {
  const isHit = deliveredDay !== undefined && deliveredDay <= promisedDay;
  if (isCanceled) return notAccountable('CAUSE_UNKNOWN', isHit);
  if (isHit) return HIT;
  const misses = awaited.map(resultOfParcel).filter(({ hits }) => hits === 0);
  if (misses.some(({ reason }) => reason === undefined)) return MISS;
  return UPSTREAM.map((one) => misses.find(({ reason }) => reason === one)).find((miss) => miss !== undefined) ?? MISS;
}

/** In the order of the way. */
const UPSTREAM = ['UPSTREAM_NOT_RELEASED', 'UPSTREAM_NEVER_HANDED_OVER', 'UPSTREAM_HANDED_OVER_LATE'];

/** Whether a parcel was there on the first promised day, and who answers if not. */
export function resultOfParcel(parcel: Parcel): Result {
  const { promisedDay, deliveredDay, isCanceled, isReleased, handedOverAt } = parcel;
  const isHit = deliveredDay !== undefined && deliveredDay <= promisedDay;
  if (isCanceled) return notAccountable('CAUSE_UNKNOWN', isHit);
  if (isHit) return HIT;
  if (!isReleased) return notAccountable('UPSTREAM_NOT_RELEASED', false);
  if (handedOverAt === undefined && deliveredDay === undefined)
    return notAccountable('UPSTREAM_NEVER_HANDED_OVER', false);
  return wouldHaveMadeIt(parcel) ? notAccountable('UPSTREAM_HANDED_OVER_LATE', false) : MISS;
}

/** Handed over after the limit, and late by no more days than that: handed over in time, it would have been there in time. */
function wouldHaveMadeIt({ promisedDay, zone, limit, handedOverAt, deliveredDay }: Parcel): boolean {
  if (limit === undefined || handedOverAt === undefined || deliveredDay === undefined || handedOverAt <= limit)
    return false;
  return daysBetween(promisedDay, deliveredDay) <= daysBetween(dayOf(limit, zone), dayOf(handedOverAt, zone));
}
