import { describe, expect, it } from 'vitest';
import { at, ZONE } from '#test/catalogue/examples.js';
import { errandFrom, type KnownOfShopSubject, priceCheckFrom, stockCheckFrom } from './subject.js';

const [BEGUN, LATER] = [at('2018-03-01T10:00'), at('2018-03-01T11:00')];
const place = { unit: 'channel/app', zone: ZONE };
const started = (happenedAt = BEGUN): KnownOfShopSubject => ({
  ...{ about: 'session', name: 'checkout_started', happenedAt, ...place },
});
const completed = (happenedAt = LATER): KnownOfShopSubject => ({
  ...{ about: 'session', name: 'checkout_completed', happenedAt },
});
const stock: KnownOfShopSubject = {
  ...{ about: 'stock_check', name: 'stock_checked', happenedAt: BEGUN, ...place, views: 5, viewsInStock: 3 },
};
const price: KnownOfShopSubject = {
  ...{ about: 'price_check', name: 'price_checked', happenedAt: BEGUN, ...place },
  ...{ ownPriceMinor: 5, lowestPriceMinor: 4, views: 3 },
};

describe('what was begun', () => {
  it('has its beginning and its end, the first of each', () => {
    expect(errandFrom([started(), completed(), started(LATER), completed(LATER + 1)])).toEqual({
      ...{ ...place, begunAt: BEGUN, endedAt: LATER },
    });
    expect(errandFrom([started()])?.endedAt).toBeUndefined();
  });

  it('is not there while only its end is known, nor for a check', () => {
    expect(errandFrom([completed()])).toBeUndefined();
    expect(errandFrom([stock, price])).toBeUndefined();
  });
});

describe('a check', () => {
  it('is the first one of its kind', () => {
    expect(stockCheckFrom([stock, { ...stock, views: 9 }])).toEqual(stock);
    expect(priceCheckFrom([price, { ...price, views: 9 }])).toEqual(price);
    expect([stockCheckFrom([price]), priceCheckFrom([stock])]).toEqual([undefined, undefined]);
  });
});
