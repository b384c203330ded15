import { promiseDueAt, promisedInstant } from '#libs/domain/promise.js';
import { dayOf, daysBetween } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { HIT, MISS, notAccountable, type Result } from '../result.js';
import type { Order } from './order.js';
import type { Parcel } from './parcel.js';

/** How promises are judged that are no day; the parcels of an order are judged by them, too. */
export const PROMISES = [
  'A promised window is kept until its end, to the instant. A parcel that comes before the window is there in time, unless windowStartBinds is 1: then it is a miss of delivery.',
  'A promise to be ready for collection is kept when the parcel is ready, or the customer has it, not later than promised.',
  'Such an order belongs to the day of that instant and is judged at that instant; the delay of the hand-over and of the delivery are compared to the millisecond.',
  'A parcel that the customer collects from a shop, a locker or a store is there when it is ready for collection.',
];

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
  parameters: { windowStartBinds: 0 },
  addedParameters: { windowStartBinds: 0 },
  addedRules: PROMISES,
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

  evaluate(order: Order, { windowStartBinds }: { readonly windowStartBinds: number }) {
    const { promisedDay, unit } = order;
    return { unit, day: promisedDay, dueAt: promiseDueAt(order), result: resultOfOrder(order, windowStartBinds) };
  },
});

/**
 * An order of several parcels is late if one of them is. If delivery alone made one of them late, the order would have been late without
 * the others, and delivery answers. Otherwise the department that comes first on the way of the order answers.
 */
export function resultOfOrder({ isCanceled, awaited }: Order, windowStartBinds: number): Result {
  const isHit = awaited.length > 0 && awaited.every((parcel) => isKept(parcel, windowStartBinds));
  if (isCanceled) return notAccountable('CAUSE_UNKNOWN', isHit);
  if (isHit) return HIT;
  const misses = awaited.map((parcel) => resultOfParcel(parcel, windowStartBinds)).filter(({ hits }) => hits === 0);
  if (misses.some(({ reason }) => reason === undefined)) return MISS;
  return UPSTREAM.map((one) => misses.find(({ reason }) => reason === one)).find((miss) => miss !== undefined) ?? MISS;
}

/** In the order of the way. */
const UPSTREAM = ['UPSTREAM_NOT_RELEASED', 'UPSTREAM_NEVER_HANDED_OVER', 'UPSTREAM_HANDED_OVER_LATE'];

/** Whether a parcel was there on the first promised day, and who answers if not. */
export function resultOfParcel(parcel: Parcel, windowStartBinds: number): Result {
  const { deliveredDay, isCanceled, isReleased, handedOverAt } = parcel;
  const isHit = isKept(parcel, windowStartBinds);
  if (isCanceled) return notAccountable('CAUSE_UNKNOWN', isHit);
  if (isHit) return HIT;
  if (!isReleased) return notAccountable('UPSTREAM_NOT_RELEASED', false);
  if (handedOverAt === undefined && deliveredDay === undefined)
    return notAccountable('UPSTREAM_NEVER_HANDED_OVER', false);
  return wouldHaveMadeIt(parcel) ? notAccountable('UPSTREAM_HANDED_OVER_LATE', false) : MISS;
}

/** Whether the promise was kept: by the day, or by the instant where a window or a collection was promised. */
function isKept(parcel: Parcel, windowStartBinds: number): boolean {
  const { promisedDay, promisedFrom, deliveredAt, deliveredDay } = parcel;
  if (deliveredAt === undefined || deliveredDay === undefined) return false;
  const isEarly = promisedFrom !== undefined && deliveredAt < promisedFrom;
  if (isEarly && windowStartBinds === 1) return false;
  const by = promisedInstant(parcel);
  return by === undefined ? deliveredDay <= promisedDay : deliveredAt <= by;
}

/**
 * Handed over after the limit, and late by no more than that: handed over in time, it would have been there in time. Against a promised
 * day both are counted in days, against a promised instant to the millisecond.
 */
function wouldHaveMadeIt(parcel: Parcel): boolean {
  const { promisedDay, zone, limit, handedOverAt, deliveredAt, deliveredDay } = parcel;
  if (limit === undefined || handedOverAt === undefined || deliveredAt === undefined || deliveredDay === undefined)
    return false;
  if (handedOverAt <= limit) return false;
  const by = promisedInstant(parcel);
  if (by !== undefined) return deliveredAt > by && deliveredAt - by <= handedOverAt - limit;
  return daysBetween(promisedDay, deliveredDay) <= daysBetween(dayOf(limit, zone), dayOf(handedOverAt, zone));
}
