import { describe, expect, it } from 'vitest';
import { OrderPlaced } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { placed } from './placed.js';

const order = OrderPlaced.fromPartial({ zone: 'Europe/Berlin', destinationUnit: 'area/be' });
/** 23:30 on 1 March in Berlin. */
const PLACED = Date.parse('2018-03-01T22:30:00Z');
const date = (text: string) => new Date(`2018-03-${text}:00Z`);
const window = (from: string, to: string) => ({ promisedWindow: { from: date(from), to: date(to) } });
const ready = (by: string) => ({ readyForCollectionBy: date(by) });

describe('the promise of an order', () => {
  it('may be a window, and then the order belongs to the day on which the window ends, where the customer is', () => {
    const night = { ...order, ...window('02T22:00', '02T23:30') };
    expect(placed.check?.(night, PLACED)).toBeUndefined();
    expect(placed.read?.(night, PLACED)).toMatchObject({
      ...{
        promisedDay: '2018-03-03',
        promisedFrom: date('02T22:00').getTime(),
        promisedTo: date('02T23:30').getTime(),
      },
    });
    expect(placed.describe?.(night, 'UTC')).toContain('promised 2018-03-02 23:00 to 2018-03-03 00:30, to area/be');
  });

  it('may be an instant by which it is ready for collection', () => {
    const store = { ...order, ...ready('02T17:00'), fulfilment: 4, neededByDay: '2018-03-05' };
    expect(placed.check?.(store, PLACED)).toBeUndefined();
    expect(placed.read?.(store, PLACED)).toMatchObject({
      ...{ promisedDay: '2018-03-02', readyForCollectionBy: date('02T17:00').getTime() },
      ...{ fulfilment: 'COLLECT_IN_STORE', neededByDay: '2018-03-05' },
    });
    const words = 'promised ready for collection by 2018-03-02 18:00, collect in store, needed by 2018-03-05';
    expect(placed.describe?.(store, 'UTC')).toContain(words);
  });

  it('may be a day for an order that goes to a locker', () => {
    const locker = { ...order, promisedDay: '2018-03-02', fulfilment: 3 };
    expect(placed.check?.(locker, PLACED)).toBeUndefined();
    expect(placed.describe?.(locker, 'UTC')).toContain('promised day 2018-03-02, locker, to area/be');
  });

  it('may end in the instant of the order, and not before', () => {
    expect(placed.check?.({ ...order, ...window('01T22:00', '01T22:30') }, PLACED)).toBeUndefined();
    expect(placed.check?.({ ...order, ...ready('01T22:30') }, PLACED)).toBeUndefined();
  });

  it.each([
    ['none at all', {}, 'DAY_INVALID', 'placed.promised_day'],
    [
      'a day and a window',
      { promisedDay: '2018-03-02', ...window('02T10:00', '02T12:00') },
      'PROMISE_AMBIGUOUS',
      'placed.promised_day',
    ],
    [
      'a window without an end',
      { promisedWindow: { from: date('02T10:00') } },
      'WINDOW_INVALID',
      'placed.promised_window',
    ],
    ['a window that ends as it begins', window('02T10:00', '02T10:00'), 'WINDOW_INVALID', 'placed.promised_window'],
    ['a window that was over', window('01T21:00', '01T22:29'), 'PROMISE_BEFORE_ORDER', 'placed.promised_window'],
    [
      'a window centuries away',
      { promisedWindow: { from: date('02T10:00'), to: new Date('2300-01-01') } },
      'TIME_OUT_OF_RANGE',
      'placed.promised_window.to',
    ],
    ['a collection that was over', ready('01T22:29'), 'PROMISE_BEFORE_ORDER', 'placed.ready_for_collection_by'],
    ['a collection at home', { ...ready('02T17:00'), fulfilment: 1 }, 'FULFILMENT_DIFFERS', 'placed.fulfilment'],
    [
      'a way to the customer that is not known',
      { promisedDay: '2018-03-02', fulfilment: 5 },
      'FULFILMENT_UNKNOWN',
      'placed.fulfilment',
    ],
    ['a need on no day', { promisedDay: '2018-03-02', neededByDay: 'soon' }, 'DAY_INVALID', 'placed.needed_by_day'],
  ])('is refused when it is %s', (_, wrong, reason, field) => {
    expect(placed.check?.({ ...order, ...wrong }, PLACED)).toMatchObject({ reason, field });
  });
});
