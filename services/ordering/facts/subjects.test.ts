import { describe, expect, it } from 'vitest';
import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { orderingFacts } from '../grpc/facts.js';

const AT = new Date('2018-03-01T12:00:00Z');
const of = (what: object, change: object = {}) =>
  OrderFact.fromPartial({ factId: 'f', subjectId: 'S-7', happenedAt: AT, ...change, what: what as never });
const checked = (what: object, change: object = {}) =>
  orderingFacts.check(Buffer.alloc(32))(of(what, change), 'REPORTED', AT.getTime());
const shown = (what: object) => {
  const one = checked(what);
  if (one.is !== 'in order') throw new Error(JSON.stringify(one));
  return orderingFacts.describe([{ ...one.fact, feed: 'shop', recordedAt: 0 }]).details[0];
};
const fact = ($case: string, value: object = {}) => ({ $case, value });
const place = { unit: 'channel/app', zone: 'Europe/Berlin' };
const stock = (views: number, viewsInStock: number) => fact('stockChecked', { ...place, views, viewsInStock });
const price = (ownPriceMinor: number, lowestPriceMinor: number, views = 1) =>
  fact('priceChecked', { ...place, ownPriceMinor, lowestPriceMinor, views });
const MOST = 2_000_000_000;

describe('a fact of the shop about a subject', () => {
  it.each([
    [fact('checkoutStarted', place), 'channel/app', { about: 'session', name: 'checkout_started', ...place }],
    [fact('checkoutCompleted'), '', { about: 'session', name: 'checkout_completed' }],
    [fact('stockNoticeOwed', place), 'channel/app', { about: 'stock_notice', name: 'stock_notice_owed', ...place }],
    [fact('stockNoticeSent'), '', { about: 'stock_notice', name: 'stock_notice_sent' }],
    [fact('reminderOwed', place), 'channel/app', { about: 'reminder', name: 'reminder_owed', ...place }],
    [fact('reminderSent'), '', { about: 'reminder', name: 'reminder_sent' }],
    [
      fact('customerSpanBegun', place),
      'channel/app',
      { about: 'customer_span', name: 'customer_span_begun', ...place },
    ],
    [
      fact('failureMet', { causedBy: 4 }),
      'caused by support',
      { about: 'customer_span', name: 'failure_met', causedBy: 'SUPPORT' },
    ],
    [
      stock(1_000_000, 999_999),
      'channel/app, in stock for 999999 of 1000000 looks',
      { about: 'stock_check', name: 'stock_checked', ...place, views: 1_000_000, viewsInStock: 999_999 },
    ],
    [
      price(MOST, 1),
      'channel/app, 2000000000 minor units, the lowest of the others 1, 1 looks',
      { about: 'price_check', name: 'price_checked', ...place, ownPriceMinor: MOST, lowestPriceMinor: 1, views: 1 },
    ],
  ])('is taken, shown and read: %o', (what, detail, known) => {
    expect(shown(what)).toBe(detail);
    expect(orderingFacts.read(of(what))).toEqual({ happenedAt: AT.getTime(), ...known });
  });

  it.each([
    ['no unit', fact('checkoutStarted', { ...place, unit: '' }), {}, 'UNIT_INVALID', 'checkout_started.unit'],
    ['no department that failed', fact('failureMet', { causedBy: 0 }), {}, 'CHOICE_UNKNOWN', 'failure_met.caused_by'],
    [
      'no unit of a span',
      fact('customerSpanBegun', { ...place, unit: '' }),
      {},
      'UNIT_INVALID',
      'customer_span_begun.unit',
    ],
    ['no zone', fact('reminderOwed', { ...place, zone: '' }), {}, 'ZONE_UNKNOWN', 'reminder_owed.zone'],
    ['no unit of a stock', fact('stockChecked', { ...place, unit: 'A' }), {}, 'UNIT_INVALID', 'stock_checked.unit'],
    ['no unit of a price', fact('priceChecked', { ...place, unit: 'A' }), {}, 'UNIT_INVALID', 'price_checked.unit'],
    ['no look', stock(0, 0), {}, 'QUANTITY_INVALID', 'stock_checked.views'],
    ['too many looks', stock(1_000_001, 0), {}, 'QUANTITY_INVALID', 'stock_checked.views'],
    ['more in stock than looked at', stock(3, 4), {}, 'QUANTITY_INVALID', 'stock_checked.views_in_stock'],
    ['no price', price(0, 1), {}, 'QUANTITY_INVALID', 'price_checked.own_price_minor'],
    ['no price of others', price(1, 0), {}, 'QUANTITY_INVALID', 'price_checked.lowest_price_minor'],
    ['too high a price', price(MOST + 1, 1), {}, 'QUANTITY_INVALID', 'price_checked.own_price_minor'],
    ['a price without a look', price(1, 1, 0), {}, 'QUANTITY_INVALID', 'price_checked.views'],
    ['no subject', fact('reminderSent'), { subjectId: '' }, 'SUBJECT_ID_INVALID', 'subject_id'],
    ['an order', fact('reminderSent'), { orderId: '#1' }, 'CASE_ID_UNEXPECTED', 'order_id'],
    ['a parcel', fact('reminderSent'), { parcelId: 'A' }, 'PARCEL_ID_UNEXPECTED', 'parcel_id'],
    ['a subject of an order', fact('paymentApproved'), { orderId: '#1' }, 'SUBJECT_ID_UNEXPECTED', 'subject_id'],
  ])('is refused with %s', (_, what, change, reason, field) => {
    expect(checked(what, change)).toMatchObject({ is: 'refused', refusal: { reason, field } });
  });
});
