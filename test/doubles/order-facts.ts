import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';

/** As many facts of orders: each order is placed, its payment is approved, and it is released. Every field has the length of a real one. */
export function orderFacts(count: number): OrderFact[] {
  return Array.from({ length: count }, (_, place) => {
    const order = String(Math.floor(place / 3)).padStart(32, '0');
    const what = WHAT[place % WHAT.length];
    const happenedAt = new Date(Date.UTC(2018, 2, 1) + place * 1_000);
    return OrderFact.fromPartial({
      factId: `${order}:${what?.$case}`,
      orderId: order,
      happenedAt,
      ...(what && { what }),
    });
  });
}

const WHAT: readonly NonNullable<OrderFact['what']>[] = [
  OrderFact.fromPartial({
    what: {
      $case: 'placed',
      value: {
        ...{ promisedDay: '2018-03-20', zone: 'America/Sao_Paulo', destinationUnit: 'area/sp', items: 2 },
        paymentMethods: [1, 3],
      },
    },
  }).what,
  OrderFact.fromPartial({ what: { $case: 'paymentApproved', value: {} } }).what,
  OrderFact.fromPartial({
    what: {
      $case: 'released',
      value: {
        ...{ handOverDueAt: new Date(Date.UTC(2018, 2, 5)), originUnit: 'origin/sp/seller/6560211a' },
        ...{ carrier: 'DHL', serviceLevel: 'express' },
      },
    },
  }).what,
].flatMap((what) => (what === undefined ? [] : [what]));
