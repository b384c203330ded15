import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Milestone } from '#libs/domain/milestone.js';
import { at, ZONE } from '#test/catalogue/examples.js';
import { evaluateDelivery } from './delivery/metrics.js';
import { orderFrom } from './delivery/order.js';
import type { KnownOfParcel } from './delivery/parcel.js';
import { evaluate } from './evaluation.js';
import { OF_HAND_OVER } from './warehouse/metrics.js';
import { parcelsFrom } from './warehouse/parcel.js';

const noon = (day: number) => at('2018-03-01T12:00') + day * 86_400_000;
const milestone = (name: Milestone['name'], day: number, more: Partial<Milestone> = {}): Milestone => ({
  ...{ name, unit: 'seller/one', happenedAt: noon(day), revision: 1, origin: 'REPORTED', ...more },
});
const promised = milestone('promised', 0, { promisedDay: '2018-03-11', zone: ZONE, destinationUnit: 'area/sp' });
const days = fc.integer({ min: 1, max: 30 });
const perhaps = fc.option(days, { nil: undefined });
/** What happened to a parcel, each on a day or never. */
const ways = fc.record({ limit: days, released: perhaps, handedOver: perhaps, delivered: perhaps, canceled: perhaps });
type Way = typeof ways extends fc.Arbitrary<infer W> ? W : never;

/** The facts of one parcel; without a name they are about the whole order. */
function factsOf({ limit, released, handedOver, delivered, canceled }: Way, name?: string): KnownOfParcel[] {
  const part = name === undefined ? {} : { part: name };
  const own = { name: 'delivered' as const, happenedAt: noon(delivered ?? 0), ...part };
  return [
    ...(released === undefined ? [] : [milestone('released', released, { dueAt: noon(limit), ...part })]),
    ...(handedOver === undefined ? [] : [milestone('handed_over', handedOver, part)]),
    ...(delivered === undefined ? [] : [own]),
    ...(canceled === undefined ? [] : [milestone('canceled', canceled, part)]),
  ];
}
const inOrder = (facts: readonly KnownOfParcel[]) => facts.toSorted((a, b) => a.happenedAt - b.happenedAt);
const judged = (...facts: KnownOfParcel[]) => {
  const known = inOrder([promised, ...facts]);
  return [
    ...evaluateDelivery(orderFrom(known)),
    ...parcelsFrom(known as never).flatMap((one) => evaluate(OF_HAND_OVER, one)),
  ];
};
const ofOrder = (...facts: KnownOfParcel[]) =>
  judged(...facts).filter(({ metric }) => metric.id !== 'parcel_delivered_by_first_promise');
const isHit = (metric: string, ...facts: KnownOfParcel[]) =>
  judged(...facts).some(({ metric: { id }, result }) => id === metric && result.hits === 1);

describe('laws of parcels', () => {
  it('an order of one named parcel is judged as the same order without names', () => {
    fc.assert(
      fc.property(ways, (way) => {
        fc.pre(way.released !== undefined);
        const named = ofOrder(...factsOf(way, 'A')).map((evaluation) => ({ ...evaluation, part: '' }));
        expect(named).toEqual(ofOrder(...factsOf(way)).map((evaluation) => ({ ...evaluation, part: '' })));
      }),
    );
  });

  it('the names of parcels and the order in which they are released decide nothing', () => {
    fc.assert(
      fc.property(ways, ways, (one, other) => {
        const results = (...names: string[]) =>
          judged(...factsOf(one, names[0]), ...factsOf(other, names[1]))
            .map(({ metric, unit, day, result }) => JSON.stringify([metric.id, unit, day, result]))
            .sort();
        expect(results('B', 'A')).toEqual(results('A', 'B'));
      }),
    );
  });

  it('an order with one parcel more is never there earlier', () => {
    fc.assert(
      fc.property(ways, ways, (one, other) => {
        fc.pre(one.released !== undefined && one.canceled === undefined);
        const facts = factsOf(one, 'A');
        const more = [...facts, ...factsOf(other, 'B')];
        const [before, after] = [facts, more].map((known) => orderFrom(inOrder([promised, ...known]))?.deliveredAt);
        if (after !== undefined) expect(after).toBeGreaterThanOrEqual(before ?? Number.POSITIVE_INFINITY);
      }),
    );
  });

  it('an order of which every parcel was in time is in time, and otherwise it is not', () => {
    fc.assert(
      fc.property(fc.array(ways, { minLength: 1, maxLength: 4 }), (parcels) => {
        const sent = parcels.map((way) => ({ ...way, released: 1, canceled: undefined }));
        const facts = sent.flatMap((way, place) => factsOf(way, `parcel ${place}`));
        const inTime = judged(...facts).filter(
          ({ metric, result }) => metric.id.startsWith('parcel_') && result.hits === 1,
        );
        expect(isHit('delivered_by_first_promise', ...facts)).toBe(inTime.length === sent.length);
      }),
    );
  });
});
