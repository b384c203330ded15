import { describe, expect, it } from 'vitest';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import { dueGroups, dueRange, isPastSaving, type MissPrices, priceKey } from './due-groups.js';

const ids = ['arrived_at_last', 'delivered_by_first_promise', 'delivered_at_first_attempt', 'told_window_minutes'];
const metrics = ids.flatMap((id) => DELIVERY.find((one) => one.id === id) ?? []);
const prices = (costs: Readonly<Record<string, bigint>>): MissPrices => ({
  index: 'departments/delivery/indexes/2018-08',
  at: 0,
  costsE6: new Map(Object.entries(costs).map(([id, cost]) => [priceKey({ id, definition: 1 }), cost])),
});
const order = (some: MissPrices | undefined) =>
  dueGroups(metrics, some).map(({ metric, asKnown, costE6 }) => `${metric.id} ${asKnown} ${costE6}`);

describe('the questions that are about to become misses', () => {
  it('come by what a miss costs, and those of others, which cost nothing, last', () => {
    expect(order(prices({ arrived_at_last: 5n, delivered_by_first_promise: 187_467n }))).toEqual([
      'delivered_by_first_promise MISS 187467',
      'arrived_at_last MISS 5',
      'delivered_at_first_attempt MISS 0',
      'arrived_at_last MISS_OF_OTHERS 0',
      'delivered_by_first_promise MISS_OF_OTHERS 0',
      'delivered_at_first_attempt MISS_OF_OTHERS 0',
    ]);
  });

  it('come in the order of the journey without prices, and a quantity is never among them', () => {
    expect(order(undefined).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'arrived_at_last MISS',
      'delivered_by_first_promise MISS',
      'delivered_at_first_attempt MISS',
      'arrived_at_last MISS_OF_OTHERS',
      'delivered_by_first_promise MISS_OF_OTHERS',
      'delivered_at_first_attempt MISS_OF_OTHERS',
    ]);
    expect(dueGroups(metrics, undefined).every(({ costE6 }) => costE6 === undefined)).toBe(true);
  });
});

describe('by its due instant a question', () => {
  const [savable, lost] = [{ savedBy: 'the delivery' }, { savedBy: '' }];
  const at = { now: 1_000, withinMs: 100 };
  const { NEGATIVE_INFINITY: ever, POSITIVE_INFINITY: always } = Number;

  it.each([
    ['can be saved after now and until the end of the span', savable, 'SAVABLE', { after: 1_000, through: 1_100 }],
    ['is past saving when it is due', savable, 'PAST_SAVING', { after: ever, through: 1_000 }],
    ['is one or the other until the end of the span', savable, undefined, { after: ever, through: 1_100 }],
    [
      'is past saving whenever it falls due, if no fact saves it',
      lost,
      'PAST_SAVING',
      { after: ever, through: always },
    ],
    ['cannot be saved if no fact saves it', lost, 'SAVABLE', undefined],
    ['is listed among all, too, if no fact saves it', lost, undefined, { after: ever, through: always }],
  ] as const)('%s', (_, group, outlook, range) => {
    expect(dueRange(group, { ...at, outlook })).toEqual(range);
  });

  it('is past saving from its due instant on, and not a moment earlier', () => {
    expect([999, 1_000, 1_001].map((dueAt) => isPastSaving(savable, dueAt, 1_000))).toEqual([true, true, false]);
    expect(isPastSaving(lost, 1_001, 1_000)).toBe(true);
  });
});
