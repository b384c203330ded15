import { addDays, type Instant } from '#libs/domain/time.js';
import { type Happening, returnStep, shopFact, siteSubject } from '../happening.js';
import { ZONE } from '../retailer.js';
import { clock, dayAt, HOUR, workdaysLater } from '../world.js';
import { channelOf, type Order } from './order.js';

/** Goods that come back, from the label to the refund. */
export interface Return {
  readonly announcedAt: Instant;
  readonly postedAt: Instant;
  readonly backAt: Instant;
  readonly inspectedAt: Instant;
  /** When the customer was entitled to the money, and when it was credited. */
  readonly refundDueAt: Instant;
  readonly refundedAt: Instant;
}

/** What comes back of an order; undefined when nothing does. @param cameAt  when the customer had it */
export function returnOf({ luck }: Order, cameAt: Instant | undefined): Return | undefined {
  if (cameAt === undefined || !luck.has('returns', 900)) return undefined;
  const day = addDays(dayAt(cameAt), luck.between('days until the return', 2, 9));
  const transit = luck.has('slow on the way back', 500) ? 7 : 3;
  const backAt = clock(workdaysLater(day, transit), luck.between('return arrives', 7 * 60, 15 * 60));
  const postedAt = clock(day, luck.between('posted', 13 * 60, 17 * 60));
  const hours = luck.has('inspected late', 500)
    ? luck.between('late inspection', 50, 90)
    : luck.between('inspection', 1, 30);
  const inspectedAt = backAt + hours * HOUR;
  const refundDueAt = Math.max(backAt + 26 * HOUR, inspectedAt);
  const refundHours = luck.has('refund late', 500)
    ? luck.between('late refund', 125, 300)
    : luck.between('refund', 10, 100);
  return {
    ...{ announcedAt: postedAt - luck.between('label', 1, 6) * HOUR, postedAt, backAt, inspectedAt, refundDueAt },
    refundedAt: refundDueAt + refundHours * HOUR,
  };
}

/** Why goods come back, by the number of the contract: one of eight is not as described. */
const CAUSES = [1, 2, 3, 7, 7, 7, 8, 8];

/** Goods that come back, or a claim for goods that the customer keeps. */
export function returnedFacts(order: Order, cameAt: Instant | undefined, back: Return | undefined): Happening[] {
  const { luck, id } = order;
  const cause = CAUSES[luck.of('cause of return', CAUSES.length)] ?? 8;
  if (cameAt !== undefined && back === undefined && luck.has('claims', 120)) {
    const at = cameAt + luck.between('claim', 5, 80) * HOUR;
    return [shopFact({ id, name: 'claimed', at }, { $case: 'claimed', value: { cause } })];
  }
  if (back === undefined) return [];
  const about = (name: string, at: Instant) => ({ id: `return-${id}`, name, at });
  const received = { unit: 'site/south/returns', zone: ZONE };
  return [
    shopFact({ id, name: 'returned', at: back.postedAt }, { $case: 'returned', value: { cause } }),
    returnStep(about('announced', back.announcedAt), {
      $case: 'returnAnnounced',
      value: { unit: channelOf(order), zone: ZONE },
    }),
    returnStep(about('posted', back.postedAt), { $case: 'returnPosted', value: {} }),
    siteSubject('south', about('received', back.backAt), { $case: 'returnReceived', value: received }),
    siteSubject('south', about('inspected', back.inspectedAt), { $case: 'returnInspected', value: {} }),
    returnStep(about('refunded', back.refundedAt), { $case: 'returnRefunded', value: {} }),
  ];
}
