import type { Instant } from '#libs/domain/time.js';
import { type Happening, shopFact, shopSubject } from '../happening.js';
import { ZONE } from '../retailer.js';
import { HOUR, MINUTE } from '../world.js';
import { channelOf, type End, IN_WAREHOUSE, type Order } from './order.js';
import type { Parcel } from './parcel.js';
import type { Way } from './way.js';

/** What the shop reports of an order until it is released, and how it ended if it did not reach the customer. */
export function shopFactsOf(order: Order, parcels: readonly Parcel[]): Happening[] {
  return [
    ...checkout(order),
    placed(order),
    planned(order),
    ...paid(order),
    ...checked(order),
    ...released(order, parcels),
    ...ended(order),
  ];
}

/** The session in which the order was placed. */
function checkout(order: Order): Happening[] {
  const { id, luck, placedAt } = order;
  const session = `session-${id}`;
  const begunAt = placedAt - luck.between('checkout', 2, 25) * MINUTE;
  return [
    shopSubject(
      { id: session, name: 'started', at: begunAt },
      { $case: 'checkoutStarted', value: { unit: channelOf(order), zone: ZONE } },
    ),
    shopSubject({ id: session, name: 'completed', at: placedAt }, { $case: 'checkoutCompleted', value: {} }),
  ];
}

function placed({ id, placedAt, promise, destination, items, method, settlement, fulfilment }: Order): Happening {
  const { day, window, readyBy, neededByDay = '' } = promise;
  const promised =
    readyBy !== undefined
      ? { readyForCollectionBy: readyBy }
      : window === undefined
        ? { promisedDay: day }
        : { promisedWindow: window };
  const value = { ...promised, zone: ZONE, destinationUnit: destination, items, fulfilment, neededByDay };
  return shopFact(
    { id, name: 'placed', at: placedAt },
    { $case: 'placed', value: { ...value, payments: [{ method, settlement }] } },
  );
}

function planned({ id, placedAt, promise, carrier }: Order): Happening {
  const stages = [
    { stage: 1, minutes: 60 },
    { stage: 2, minutes: 30 },
    { stage: 5, minutes: 24 * 60 },
    { stage: 7, minutes: carrier.transit * 24 * 60 },
  ];
  const value = { stages, bufferMinutes: 24 * 60, onTimeOddsPpm: promise.oddsPpm };
  return shopFact({ id, name: 'planned', at: placedAt + 1_000 }, { $case: 'planned', value });
}

function paid({ id, payment }: Order): Happening[] {
  const attempts = payment.attempts.map(({ at, outcome }, place) =>
    shopFact({ id, name: `attempt-${place + 1}`, at }, { $case: 'paymentAttempted', value: { outcome } }),
  );
  if (payment.approvedAt === undefined) return attempts;
  return [
    ...attempts,
    shopFact({ id, name: 'approved', at: payment.approvedAt }, { $case: 'paymentApproved', value: {} }),
  ];
}

/** The items are looked for when the order is released; a substitute is offered for some that are not there. */
function checked({ id, luck, items, releasedAt, end }: Order): Happening[] {
  if (releasedAt === undefined) return [];
  const missing = end === 'lost' ? 1 : luck.has('item missing', 350) ? 1 : 0;
  const substitutable = missing > 0 && luck.has('substitutable', 7_000) ? 1 : 0;
  const about = { id, name: 'items', at: releasedAt - MINUTE };
  const found = shopFact(about, {
    $case: 'itemsChecked',
    value: { requested: items, found: items - missing, substitutable },
  });
  if (substitutable === 0) return [found];
  const accepted = luck.has('substitute accepted', 7_500) ? 1 : 0;
  return [
    found,
    shopFact(
      { id, name: 'substitute', at: releasedAt + HOUR },
      { $case: 'itemsSubstituted', value: { offered: 1, accepted, rejected: 1 - accepted } },
    ),
  ];
}

/** An order of which nothing leaves is released as a whole. */
function released(order: Order, parcels: readonly Parcel[]): Happening[] {
  const { id, releasedAt, address, site } = order;
  if (releasedAt === undefined) return [];
  const corrected = address === 'found' ? [addressCorrected(order, releasedAt - 2 * MINUTE)] : [];
  const whole = { id, name: 'released', at: releasedAt };
  const dueAt = releasedAt + 30 * HOUR;
  if (parcels.length === 0) return [...corrected, release(order, whole, site, dueAt)];
  return [...corrected, ...parcels.map((parcel) => releasedParcel(parcel))];
}

export function releasedParcel({ order, id, site, releasedAt, dueAt }: Parcel): Happening {
  return release(order, { id: order.id, name: 'released', at: releasedAt, parcel: id }, site, dueAt);
}

function release({ carrier }: Order, about: Parameters<typeof shopFact>[0], site: string, dueAt: Instant): Happening {
  const value = {
    handOverDueAt: new Date(dueAt),
    originUnit: `site/${site}`,
    carrier: carrier.name,
    serviceLevel: 'standard',
  };
  return shopFact(about, { $case: 'released', value });
}

export function addressCorrected({ id }: Order, at: Instant): Happening {
  return shopFact({ id, name: 'address', at }, { $case: 'dataCorrected', value: { data: 1 } });
}

/** By whom and why an order is canceled, by the numbers of the contract. */
const CANCELED: Readonly<
  Partial<Record<End, { readonly by: number; readonly cause: number; readonly afterHours: number }>>
> = {
  'not paid': { by: 2, cause: 3, afterHours: 48 },
  'changed mind': { by: 1, cause: 7, afterHours: 1 },
  'too late': { by: 1, cause: 6, afterHours: 60 },
  'out of stock': { by: 2, cause: 1, afterHours: 8 },
  lost: { by: 2, cause: 9, afterHours: 30 },
  unknown: { by: 0, cause: 0, afterHours: 12 },
};

function ended({ id, placedAt, releasedAt, end, payment }: Order): Happening[] {
  const begin = releasedAt ?? payment.approvedAt ?? placedAt + 5 * MINUTE;
  if (end === 'unavailable')
    return [shopFact({ id, name: 'unavailable', at: begin + 4 * HOUR }, { $case: 'unavailable', value: {} })];
  const canceled = CANCELED[end];
  if (canceled === undefined) return [];
  const { by, cause, afterHours } = canceled;
  const at = (IN_WAREHOUSE.has(end) ? begin : Math.max(begin, placedAt)) + afterHours * HOUR;
  return [shopFact({ id, name: 'canceled', at }, { $case: 'canceled', value: { by, cause } })];
}

/** What the shop reports because of what carriers did: a parcel is sent again, an address is corrected after an attempt. */
export function laterShopFacts(order: Order, ways: readonly (Way | undefined)[]): Happening[] {
  if (order.address !== 'not found') return [];
  const failed = ways.flatMap((way) => way?.attempts.find(({ reason }) => reason === 3) ?? []);
  const [first] = failed;
  return first === undefined ? [] : [addressCorrected(order, first.at + 5 * HOUR)];
}
