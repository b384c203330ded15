import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Milestone } from '#libs/domain/milestone.js';
import { at, handledParcel, ZONE } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import { handledParcelsFrom, handlingSuspicionsOf, type KnownOfHandling } from './handled-parcel.js';
import { OF_HANDLING } from './metrics.js';

const milestone = (name: Milestone['name'], wallTime: string, more: Partial<Milestone> = {}): Milestone => ({
  ...{ name, unit: 'method/voucher', happenedAt: at(wallTime), revision: 1, origin: 'REPORTED' },
  ...more,
});
const released = (part?: string) => {
  const plan = { dueAt: at('2018-03-05T12:00'), originUnit: 'seller/one' };
  return milestone('released', '2018-03-01T11:00', part === undefined ? plan : { ...plan, part });
};
const promised = milestone('promised', '2018-03-01T10:00', { promisedDay: '2018-03-11', zone: ZONE });
const approved = milestone('payment_approved', '2018-03-01T10:05');
const fact = (known: object, wallTime: string, part?: string) =>
  ({ ...known, happenedAt: at(wallTime), ...(part === undefined ? {} : { part }) }) as KnownOfHandling;
const picked = (linesRight: number, part?: string, wallTime = '2018-03-01T15:00') =>
  fact({ name: 'picked', linesOrdered: 3, linesRight, linesShort: 3 - linesRight }, wallTime, part);
const packed = (isHonoured?: boolean, part?: string) =>
  fact({ name: 'packed', ...(isHonoured === undefined ? {} : { wish: { isHonoured } }) }, '2018-03-01T16:00', part);
const planned = (wallTime: string, part?: string) =>
  fact({ name: 'departure_planned', departsAt: at(wallTime) }, '2018-03-01T16:30', part);
const handedOver = (part?: string) => fact({ name: 'handed_over' }, '2018-03-04T16:00', part);
const damaged = (cause: string, wallTime: string, part?: string) =>
  fact({ name: 'damage_found', cause }, wallTime, part);
const complained = (fault: string | undefined, wallTime: string) =>
  fact({ name: 'packaging_complained', fault }, wallTime);
const whole = (...known: KnownOfHandling[]) =>
  handledParcelsFrom([promised, released(), ...known].toSorted((a, b) => a.happenedAt - b.happenedAt))[0]!;

const ALL = [
  ...[promised, approved, released(), picked(3), packed(true), planned('2018-03-04T16:00')],
  fact({ name: 'tracking_issued' }, '2018-03-01T16:00'),
  fact({ name: 'loaded' }, '2018-03-04T15:30'),
  handedOver(),
  fact({ name: 'tracking_told' }, '2018-03-04T17:00'),
  fact({ name: 'first_scanned' }, '2018-03-04T20:00'),
];

describe('a parcel', () => {
  it('is made of what the warehouse reported and of what ordering published', () => {
    expect(handledParcelsFrom(ALL)).toEqual([handledParcel()]);
  });

  it('is the same in whatever order facts of different kinds are stored', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(ALL, { minLength: ALL.length }), (shuffled) => {
        expect(handledParcelsFrom(shuffled)).toEqual(handledParcelsFrom(ALL));
      }),
    );
  });

  it('is judged by its first pick and its first plan', () => {
    const again = whole(
      picked(2),
      picked(3, undefined, '2018-03-01T17:00'),
      planned('2018-03-04T16:00'),
      planned('2018-03-05T16:00'),
    );
    expect(again.picked?.linesRight).toBe(2);
    expect(again.departsAt).toBe(at('2018-03-04T16:00'));
  });

  it('has no wish if the customer wished nothing', () => {
    expect(whole(packed()).packed?.isWishHonoured).toBeUndefined();
    expect(whole(packed(false)).packed?.isWishHonoured).toBe(false);
  });
});

describe('what is found to be wrong with a parcel', () => {
  it.each([
    ['packing counts', 'PACKING', at('2018-03-09T10:00')],
    ['handling counts', 'HANDLING', at('2018-03-09T10:00')],
    ['the carrier does not', 'TRANSIT', undefined],
    ['the maker does not', 'PRODUCT', undefined],
  ])('when damage is found: by %s', (_, cause, damagedAt) => {
    expect(whole(handedOver(), damaged(cause, '2018-03-09T10:00')).damagedAt).toBe(damagedAt);
  });

  it('counts from the instant of the hand-over: the warehouse has cured what it found before', () => {
    const before = damaged('PACKING', '2018-03-04T15:59');
    expect(whole(before, handedOver()).damagedAt).toBeUndefined();
    expect(whole(before, handedOver(), damaged('PACKING', '2018-03-04T16:00')).damagedAt).toBe(at('2018-03-04T16:00'));
    expect(whole(before).damagedAt).toBeUndefined();
  });

  it('counts with its first report, each kind by itself', () => {
    const found = (name: string, wallTime: string) => fact({ name }, wallTime);
    const parcel = whole(
      ...[
        handedOver(),
        found('item_fault_confirmed', '2018-03-09T10:00'),
        found('item_fault_confirmed', '2018-03-10T10:00'),
      ],
      ...[found('overage_found', '2018-03-11T10:00'), complained('LOOKS', '2018-03-12T10:00')],
      complained('WISH_IGNORED', '2018-03-13T10:00'),
    );
    expect(parcel).toMatchObject({
      ...{ itemFaultAt: at('2018-03-09T10:00'), overageAt: at('2018-03-11T10:00'), damagedAt: undefined },
      ...{ packagingComplainedAt: at('2018-03-12T10:00'), wishIgnoredAt: at('2018-03-13T10:00') },
    });
  });
});

describe('an order of several parcels', () => {
  const two = [promised, released('A'), released('B')];

  it('has the pick of each parcel, and none that names no parcel', () => {
    const rights = (...known: KnownOfHandling[]) =>
      handledParcelsFrom([...two, ...known]).map(({ part, picked: pick }) => [part, pick?.linesRight]);
    expect(rights(picked(3, 'A'), picked(1, 'B'))).toEqual([
      ['A', 3],
      ['B', 1],
    ]);
    expect(rights(picked(3))).toEqual([
      ['A', undefined],
      ['B', undefined],
    ]);
  });

  it('is charged for damage in the parcel that is named, and in no other', () => {
    const known = [...two, handedOver('A'), handedOver('B'), damaged('PACKING', '2018-03-09T10:00', 'B')];
    expect(handledParcelsFrom(known).map(({ damagedAt }) => damagedAt)).toEqual([undefined, at('2018-03-09T10:00')]);
    const unnamed = [...two, handedOver('A'), handedOver('B'), damaged('PACKING', '2018-03-09T10:00')];
    expect(handledParcelsFrom(unnamed).map(({ damagedAt }) => damagedAt)).toEqual([undefined, undefined]);
  });

  it('that ordering releases as one has the lines of all packages together, and leaves with the last one', () => {
    const parcel = whole(
      picked(3, 'X'),
      picked(1, 'Y', '2018-03-01T18:00'),
      planned('2018-03-04T16:00', 'X'),
      planned('2018-03-05T16:00', 'Y'),
    );
    expect(parcel.picked).toMatchObject({ linesOrdered: 6, linesRight: 4, linesShort: 2, at: at('2018-03-01T18:00') });
    expect(parcel.departsAt).toBe(at('2018-03-05T16:00'));
    expect(whole(packed(true, 'X'), packed(false, 'Y')).packed?.isWishHonoured).toBe(false);
    expect(whole(handedOver('X'), damaged('PACKING', '2018-03-09T10:00', 'X')).damagedAt).toBe(at('2018-03-09T10:00'));
  });

  it('of which only one parcel is named is judged as the same order without names', () => {
    const named = [
      promised,
      released('A'),
      picked(2, 'A'),
      packed(true, 'A'),
      handedOver('A'),
      damaged('PACKING', '2018-03-09T10:00'),
    ];
    const unnamed = [
      promised,
      released(),
      picked(2),
      packed(true),
      handedOver(),
      damaged('PACKING', '2018-03-09T10:00'),
    ];
    const [one, other] = [named, unnamed].map((known) => ({ ...handledParcelsFrom(known)[0]!, part: '' }));
    expect(one).toEqual(other);
  });
});

describe('laws of what the warehouse does', () => {
  const hitsOf = (known: readonly KnownOfHandling[]) =>
    handledParcelsFrom(known.toSorted((a, b) => a.happenedAt - b.happenedAt))
      .flatMap((parcel) => evaluate(OF_HANDLING, parcel))
      .map(({ metric, result }) => [metric.id, result.hits, result.misses] as const);
  const bad = [
    ...[damaged('PACKING', '2018-03-09T10:00'), fact({ name: 'item_fault_confirmed' }, '2018-03-09T10:00')],
    ...[fact({ name: 'overage_found' }, '2018-03-09T10:00'), complained('WISH_IGNORED', '2018-03-09T10:00')],
  ];

  it('a good parcel is a hit of every metric', () => {
    expect(hitsOf(ALL).filter(([, hits, misses]) => hits === 0 || misses > 0)).toEqual([]);
    expect(hitsOf(ALL)).toHaveLength(OF_HANDLING.length);
  });

  it('one more bad report never makes a hit of a miss', () => {
    fc.assert(
      fc.property(fc.subarray(bad), fc.constantFrom(...bad), (some, more) => {
        const after = new Map(hitsOf([...ALL, ...some, more]).map(([id, hits]) => [id, hits]));
        for (const [id, hits] of hitsOf([...ALL, ...some])) expect(after.get(id)).toBeLessThanOrEqual(hits);
      }),
    );
  });

  it('a repeated report changes nothing', () => {
    fc.assert(
      fc.property(fc.subarray([...ALL, ...bad]), (repeated) => {
        expect(hitsOf([...ALL, ...bad, ...repeated])).toEqual(hitsOf([...ALL, ...bad]));
      }),
    );
  });
});

describe('instants that cannot both be true', () => {
  const flags = (changes: Parameters<typeof handledParcel>[0]) => handlingSuspicionsOf(handledParcel(changes));
  const PACKED = at('2018-03-01T16:00');

  it.each([
    ['nothing is flagged in a good parcel', {}, []],
    [
      'packed as it was picked is not flagged',
      { packed: { at: at('2018-03-01T15:00'), unit: undefined, isWishHonoured: undefined } },
      [],
    ],
    [
      'packed before it was picked',
      { packed: { at: at('2018-03-01T15:00') - 1, unit: undefined, isWishHonoured: undefined } },
      ['PACKED_BEFORE_PICKED'],
    ],
    ['loaded as it was packed is not flagged', { loadedAt: PACKED }, []],
    ['loaded before it was packed', { loadedAt: PACKED - 1 }, ['LOADED_BEFORE_PACKED']],
    ['told as it was issued is not flagged', { trackingToldAt: PACKED }, []],
    [
      'told before it was issued, with its name',
      { trackingToldAt: PACKED - 1, part: 'A' },
      ['TRACKING_TOLD_BEFORE_ISSUED A'],
    ],
    ['what is not known is not flagged', { picked: undefined, packed: undefined, trackingIssuedAt: undefined }, []],
  ])('%s', (_, changes, expected) => {
    expect(flags(changes)).toEqual(expected);
  });
});
