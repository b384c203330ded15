import { describe, expect, it } from 'vitest';
import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { defaultRules } from '#test/rules/documents.js';
import { orderingFacts } from './grpc/facts.js';
import { judgeOrdering } from './judge.js';

const AT = new Date('2018-03-01T12:00:00Z');
const place = { unit: 'channel/app', zone: 'Europe/Berlin' };
const stored = ($case: string, value: object, about: object = { subjectId: 'S-7' }) => {
  const fact = OrderFact.fromPartial({ factId: $case, happenedAt: AT, ...about, what: { $case, value } as never });
  const checked = orderingFacts.check(Buffer.alloc(32))(fact, 'REPORTED', AT.getTime());
  if (checked.is !== 'in order') throw new Error(JSON.stringify(checked));
  return { ...checked.fact, feed: 'shop', recordedAt: 0 };
};
const judged = (...facts: ReturnType<typeof stored>[]) =>
  judgeOrdering(facts, defaultRules('ordering')).evaluations.map(({ metric, unit, result }) => [
    ...[metric.id, unit, result.hits, result.misses],
  ]);

describe('ordering judges', () => {
  it('a session, a notice and a reminder each by its own metric', () => {
    expect(judged(stored('checkoutStarted', place), stored('checkoutCompleted', {}))).toEqual([
      ['checkout_completed', 'channel/app', 1, 0],
    ]);
    expect(judged(stored('stockNoticeOwed', place))).toEqual([['back_in_stock_told', 'channel/app', 0, 1]]);
    expect(judged(stored('reminderOwed', place), stored('reminderSent', {}))).toEqual([
      ['replenishment_reminded', 'channel/app', 1, 0],
    ]);
  });

  it('the checks of a stock and of a price', () => {
    expect(judged(stored('stockChecked', { ...place, views: 5, viewsInStock: 4 }))).toEqual([
      ['in_stock_when_viewed', 'channel/app', 4, 1],
    ]);
    expect(judged(stored('priceChecked', { ...place, ownPriceMinor: 103, lowestPriceMinor: 100, views: 5 }))).toEqual([
      ['priced_near_lowest', 'channel/app', 0, 5],
    ]);
  });

  it('the vouchers of an order once for each cause, and publishes nothing of a subject', () => {
    const order = { orderId: '#1001' };
    const placed = { promisedDay: '2018-03-11', zone: 'Europe/Berlin', destinationUnit: 'area/be' };
    const facts = [stored('placed', placed, order), stored('voucherGranted', { cause: 2, amountMinor: 500 }, order)];
    expect(judged(...facts)).toContainEqual(['voucher_cost', 'cause/late', 500, 0]);
    expect(judgeOrdering([stored('reminderOwed', place)], defaultRules('ordering')).milestones).toEqual([]);
    expect(judgeOrdering(facts, defaultRules('ordering')).milestones).toHaveLength(1);
  });
});
