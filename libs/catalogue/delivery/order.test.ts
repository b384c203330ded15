import { describe, expect, it } from 'vitest';
import type { Milestone } from '#libs/domain/milestone.js';
import { at, deliveryParcel, ZONE } from '#test/catalogue/examples.js';
import { evaluateDelivery } from './metrics.js';
import { orderFrom, orderOf, suspicionsOf } from './order.js';
import type { KnownOfParcel } from './parcel.js';

/** Promised for 11 March. Each parcel is to be handed over by noon of the 5th, and is handed over on the 4th. */
const milestone = (name: Milestone['name'], part: string, day: number, more: Partial<Milestone> = {}): Milestone => ({
  ...{ name, unit: 'seller/one', happenedAt: noon(day), revision: 1, origin: 'REPORTED' },
  ...(part === '' ? {} : { part }),
  ...more,
});
const noon = (day: number) => at(`2018-03-${String(day).padStart(2, '0')}T12:00`);
const promised = milestone('promised', '', 1, { promisedDay: '2018-03-11', zone: ZONE, destinationUnit: 'area/sp' });
const released = (part: string, dueDay = 5) => milestone('released', part, 1, { dueAt: noon(dueDay) });
const handedOver = (part: string, day = 4) => milestone('handed_over', part, day);
const replaced = (part: string, replacedBy: string, day = 6) => milestone('replaced', part, day, { replacedBy });
const sent = (...parts: string[]) => [promised, ...parts.flatMap((part) => [released(part), handedOver(part)])];
const delivered = (part: string, day: number): KnownOfParcel => ({
  ...{ name: 'delivered', happenedAt: noon(day) },
  ...(part === '' ? {} : { part }),
});
/** "delivered_by_first_promise A: miss UPSTREAM_HANDED_OVER_LATE", one for each verdict on the time of arrival. */
const verdicts = (...known: KnownOfParcel[]) =>
  evaluateDelivery(orderFrom(known.toSorted((a, b) => a.happenedAt - b.happenedAt)))
    .filter(({ metric }) => /first_promise$|^arrived_at_last$/.test(metric.id))
    .map(({ metric, part = '', result: { hits, reason } }) =>
      [`${metric.id}${part === '' ? '' : ` ${part}`}: ${hits === 1 ? 'hit' : 'miss'}`, reason].join(' ').trim(),
    );
const wholeOrder = (is: string, arrived = is) => [`delivered_by_first_promise: ${is}`, `arrived_at_last: ${arrived}`];
const parcel = (part: string, is: string) => `parcel_delivered_by_first_promise ${part}: ${is}`;

describe('an order of three parcels', () => {
  it('is there when its last parcel is', () => {
    const all = [delivered('A', 9), delivered('B', 11), delivered('C', 10)];
    expect(orderFrom([...sent('A', 'B', 'C'), ...all])).toMatchObject({
      ...{ deliveredAt: noon(11), deliveredDay: '2018-03-11', handedOverAt: noon(4) },
    });
  });

  it('is not there with one "delivered" for two of three parcels', () => {
    const two = [delivered('A', 9), delivered('B', 9)];
    expect(orderFrom([...sent('A', 'B', 'C'), ...two])?.deliveredAt).toBeUndefined();
    expect(verdicts(...sent('A', 'B', 'C'), ...two)).toEqual([
      ...wholeOrder('miss'),
      ...[parcel('A', 'hit'), parcel('B', 'hit'), parcel('C', 'miss')],
    ]);
  });

  it('is not there with one "delivered" that names no parcel', () => {
    expect(orderFrom([...sent('A', 'B', 'C'), delivered('', 9)])?.deliveredAt).toBeUndefined();
  });

  it('keeps the delivery of the first parcel when the second one is tracked', () => {
    const order = orderFrom([...sent('A', 'B', 'C'), delivered('A', 8), delivered('B', 10)]);
    expect(order?.parcels.map(({ deliveredDay }) => deliveredDay)).toEqual(['2018-03-08', '2018-03-10', undefined]);
  });

  it('stays there when a hand-over is reported after the delivery: nothing moves back, and it is flagged', () => {
    const known = [
      ...sent('A', 'B'),
      delivered('A', 9),
      delivered('B', 10),
      promised,
      released('C'),
      delivered('C', 8),
    ];
    const late = [...known, handedOver('C', 12)];
    expect(orderFrom(late)?.deliveredAt).toBe(orderFrom(known)?.deliveredAt);
    expect(suspicionsOf(orderFrom(late))).toEqual(['DELIVERED_BEFORE_HAND_OVER C']);
  });

  it('with two of three parcels on the promised day is late, and each parcel is judged', () => {
    const late = [delivered('A', 11), delivered('B', 10), delivered('C', 12)];
    expect(verdicts(...sent('A', 'B', 'C'), ...late)).toEqual([
      ...wholeOrder('miss', 'hit'),
      ...[parcel('A', 'hit'), parcel('B', 'hit'), parcel('C', 'miss')],
    ]);
  });
});

describe('an order that was there', () => {
  const complete = [...sent('A'), delivered('A', 9)];

  it('waits for a parcel that is split off later', () => {
    expect(verdicts(...complete)).toEqual([...wholeOrder('hit'), parcel('A', 'hit')]);
    const more = [...complete, released('B', 9), handedOver('B', 9), delivered('B', 12)];
    expect(verdicts(...more)).toEqual([...wholeOrder('miss', 'hit'), parcel('A', 'hit'), parcel('B', 'miss')]);
  });

  it('is not late by a parcel that is merged into another one', () => {
    const merged = [...complete, released('B'), replaced('B', 'A', 3)];
    expect(verdicts(...merged)).toEqual([...wholeOrder('hit'), parcel('A', 'hit')]);
  });

  it('does not wait for a parcel that is canceled, and is canceled with its last one', () => {
    const canceled = milestone('canceled', 'B', 3);
    expect(verdicts(...complete, released('B'), canceled)).toEqual([
      ...wholeOrder('hit'),
      ...[parcel('A', 'hit'), parcel('B', 'miss CAUSE_UNKNOWN')],
    ]);
    const none = [promised, released('A'), released('B'), canceled, milestone('canceled', 'A', 3)];
    expect(verdicts(...none)[0]).toBe('delivered_by_first_promise: miss CAUSE_UNKNOWN');
  });
});

describe('a parcel that was lost and sent again', () => {
  const lost = [...sent('A', 'B'), delivered('A', 9), replaced('B', 'C')];

  it('is waited for under its new name, before that is released', () => {
    expect(orderFrom(lost)).toMatchObject({ deliveredAt: undefined, handedOverAt: undefined });
    expect(verdicts(...lost)).toContain('delivered_by_first_promise: miss UPSTREAM_NOT_RELEASED');
  });

  it('is there when the new parcel is; the lost one is not judged beside it', () => {
    const again = [...lost, released('C', 8), handedOver('C', 7)];
    const [hit, miss] = [11, 12].map((day) => verdicts(...again, delivered('C', day)));
    expect(hit).toEqual([...wholeOrder('hit'), parcel('A', 'hit'), parcel('C', 'hit')]);
    expect(miss).toEqual([...wholeOrder('miss', 'hit'), parcel('A', 'hit'), parcel('C', 'miss')]);
  });

  it('and the lost one, when it turns up, does not make the order be there', () => {
    expect(orderFrom([...lost, delivered('B', 9)])?.deliveredAt).toBeUndefined();
  });
});

describe('for an order of several parcels that is late answers', () => {
  const upstream = [promised, released('A'), handedOver('A', 7), delivered('A', 13)];

  it('the warehouse, if the parcels would have been there had it handed them over in time', () => {
    expect(verdicts(...upstream, released('B'), handedOver('B'), delivered('B', 9))[0]).toBe(
      'delivered_by_first_promise: miss UPSTREAM_HANDED_OVER_LATE',
    );
  });

  it('delivery, if it alone made one of them late', () => {
    const own = [released('B'), handedOver('B'), delivered('B', 12)];
    expect(verdicts(...upstream, ...own)[0]).toBe('delivered_by_first_promise: miss');
  });

  it('the department that comes first on the way, if delivery made none late', () => {
    const never = [released('B')];
    expect(verdicts(...upstream, ...never)[0]).toBe('delivered_by_first_promise: miss UPSTREAM_NEVER_HANDED_OVER');
    const gone = [...never, released('C'), milestone('unavailable', 'C', 2)];
    expect(verdicts(...upstream, ...gone)[0]).toBe('delivered_by_first_promise: miss UPSTREAM_NOT_RELEASED');
  });
});

describe('an order of which ordering names no parcel', () => {
  it('has no verdict of a parcel, and is there with the last parcel that the carrier names', () => {
    const known = [promised, released(''), handedOver(''), delivered('', 8), delivered('X', 9), delivered('Y', 12)];
    expect(verdicts(...known)).toEqual(wholeOrder('miss', 'hit'));
    expect(verdicts(...known.slice(0, -1))).toEqual(wholeOrder('hit'));
  });

  it('of one parcel takes facts without a parcel for this one', () => {
    expect(verdicts(promised, released('A'), handedOver(''), delivered('', 9))).toEqual([
      ...wholeOrder('hit'),
      parcel('A', 'hit'),
    ]);
  });

  it('is nothing without a parcel', () => {
    expect(orderOf([])).toBeUndefined();
  });

  it('is not canceled if all its parcels replace each other', () => {
    const all = ['A', 'B'].map((part) => deliveryParcel({ part, isReplaced: true }));
    expect(orderOf(all)).toMatchObject({ isCanceled: false, deliveredAt: undefined });
  });
});
