import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Milestone } from '#libs/domain/milestone.js';
import type { PromiseDetails } from '#libs/domain/promise.js';
import { at, deliveryOrder, verdictOf, whereOf, ZONE } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { arrivedAtLast } from './arrived-at-last.js';
import { deliveredByFirstPromise as metric } from './delivered-by-first-promise.js';
import { orderFrom } from './order.js';
import type { KnownOfParcel } from './parcel.js';

const FROM = at('2018-03-11T14:00');
const TO = at('2018-03-11T16:00');
const delivered = (deliveredAt: number, more = {}) =>
  deliveryOrder({ promisedFrom: FROM, promisedTo: TO, deliveredAt, deliveredDay: '2018-03-11', ...more });

describe('an order promised for a window', () => {
  it.each([
    ['that comes in the window is in time', TO - 1, 'hit'],
    ['that comes at its end, to the millisecond, is in time', TO, 'hit'],
    ['that comes a millisecond later is late, on the same day', TO + 1, 'miss'],
    ['that comes before the window is in time: the customer has it', FROM - 1, 'hit'],
  ])('%s', (_, deliveredAt, verdict) => {
    expect(verdictOf(metric, delivered(deliveredAt))).toBe(verdict);
  });

  it('that comes before the window is a miss of delivery where the definition says so', () => {
    const binding = redefine(metric, { definition: 2, parameters: { windowStartBinds: 1 } });
    expect(verdictOf(binding, delivered(FROM - 1))).toBe('miss');
    expect(verdictOf(binding, delivered(FROM))).toBe('hit');
    expect(verdictOf(binding, deliveryOrder())).toBe('hit');
  });

  it('belongs to the day of its end and is judged at its end', () => {
    expect(whereOf(metric, delivered(TO))).toEqual({ unit: 'area/sp', day: '2018-03-11', dueAt: TO });
  });

  it('is a miss of the warehouse when the hand-over was late by as much as the delivery', () => {
    const limit = at('2018-03-05T12:00');
    const late = (by: number, handOverBy: number) => delivered(TO + by, { limit, handedOverAt: limit + handOverBy });
    expect(verdictOf(metric, late(60_000, 60_000))).toBe('miss UPSTREAM_HANDED_OVER_LATE');
    expect(verdictOf(metric, late(60_001, 60_000))).toBe('miss');
  });

  it('never becomes late because it came earlier', () => {
    const minutes = fc.integer({ min: -600, max: 600 }).map((one) => TO + one * 60_000);
    fc.assert(
      fc.property(minutes, minutes, (one, other) => {
        const isHitLate = verdictOf(metric, delivered(Math.max(one, other))) === 'hit';
        expect(!isHitLate || verdictOf(metric, delivered(Math.min(one, other))) === 'hit').toBe(true);
      }),
    );
  });
});

const milestone = (name: Milestone['name'], wallTime: string, more: Partial<Milestone> = {}): Milestone => ({
  ...{ name, unit: 'seller/one', happenedAt: at(wallTime), revision: 1, origin: 'REPORTED' },
  ...more,
});
const reported = (name: 'delivered' | 'ready_for_collection', wallTime: string, part?: string): KnownOfParcel => ({
  ...{ name, happenedAt: at(wallTime) },
  ...(part === undefined ? {} : { part }),
});
const orderOf = (promise: PromiseDetails, ...facts: KnownOfParcel[]) => {
  const promised = { promisedDay: '2018-03-11', zone: ZONE, destinationUnit: 'area/sp', ...promise };
  const known = [
    milestone('promised', '2018-03-01T10:00', promised),
    milestone('released', '2018-03-01T11:00', { dueAt: at('2018-03-05T12:00') }),
    milestone('handed_over', '2018-03-04T16:00'),
    ...facts,
  ].toSorted((a, b) => a.happenedAt - b.happenedAt);
  return orderFrom(known) ?? expect.fail('the promise is known');
};

describe('an order that the customer collects', () => {
  const store = { readyForCollectionBy: at('2018-03-11T18:00'), fulfilment: 'COLLECT_IN_STORE' } as const;

  it.each([
    ['ready at the promised instant is in time', [reported('ready_for_collection', '2018-03-11T18:00')], 'hit'],
    ['ready a minute later is late', [reported('ready_for_collection', '2018-03-11T18:01')], 'miss'],
    [
      'ready in time and collected a week later is in time',
      [reported('ready_for_collection', '2018-03-11T09:00'), reported('delivered', '2018-03-18T09:00')],
      'hit',
    ],
    [
      'collected in time, although no report says that it was ready, is in time',
      [reported('delivered', '2018-03-11T17:00')],
      'hit',
    ],
    ['neither ready nor collected is a miss', [], 'miss'],
  ])('%s', (_, facts, verdict) => {
    expect(verdictOf(metric, orderOf(store, ...facts))).toBe(verdict);
  });

  it.each(['PARCEL_SHOP', 'LOCKER', 'COLLECT_IN_STORE'] as const)(
    'from %s is there on the day on which it is ready',
    (fulfilment) => {
      const facts = [reported('ready_for_collection', '2018-03-11T23:00'), reported('delivered', '2018-03-30T09:00')];
      expect(verdictOf(metric, orderOf({ fulfilment }, ...facts))).toBe('hit');
      expect(verdictOf(arrivedAtLast, orderOf({ fulfilment }, ...facts))).toBe('hit');
    },
  );

  it('is judged at the promised instant', () => {
    expect(whereOf(metric, orderOf(store)).dueAt).toBe(at('2018-03-11T18:00'));
  });
});

describe('an order that goes home, and an order of which nothing is said', () => {
  it.each<[string, PromiseDetails]>([
    ['home', { fulfilment: 'HOME' }],
    ['not said', {}],
  ])('%s: is there when it is delivered, and not when it could be collected', (_, promise) => {
    const ready = reported('ready_for_collection', '2018-03-10T09:00');
    expect(verdictOf(metric, orderOf(promise, ready))).toBe('miss');
    expect(verdictOf(metric, orderOf(promise, ready, reported('delivered', '2018-03-11T09:00')))).toBe('hit');
  });
});
