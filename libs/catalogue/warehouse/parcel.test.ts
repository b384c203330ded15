import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Milestone } from '#libs/domain/milestone.js';
import { at, warehouseParcel, ZONE } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import { OF_HAND_OVER } from './metrics.js';
import { isImpossible, isReplacedInTime, type KnownOfParcel, parcelFrom, parcelsFrom, suspicionsOf } from './parcel.js';

const milestone = (name: Milestone['name'], wallTime: string, more: Partial<Milestone> = {}): Milestone => ({
  ...{ name, unit: 'method/voucher', happenedAt: at(wallTime), revision: 1, origin: 'REPORTED' },
  ...more,
});
const promised = milestone('promised', '2018-03-01T10:00', { promisedDay: '2018-03-11', zone: ZONE });
const approved = milestone('payment_approved', '2018-03-01T10:05');
const released = milestone('released', '2018-03-01T11:00', { dueAt: at('2018-03-05T12:00'), originUnit: 'seller/one' });
const handedOver = (wallTime: string): KnownOfParcel => ({ name: 'handed_over', happenedAt: at(wallTime) });

describe('a parcel', () => {
  it('is made of the hand-over and of what ordering published', () => {
    const known = [promised, approved, released, handedOver('2018-03-04T16:00')];
    expect(parcelFrom(known)).toEqual(warehouseParcel());
  });

  it('is not released while the limit is not known', () => {
    expect(parcelFrom([promised, milestone('released', '2018-03-01T11:00')]).released).toBeUndefined();
  });

  it('of an unknown origin belongs to no known unit', () => {
    const known = milestone('released', '2018-03-01T11:00', { dueAt: at('2018-03-05T12:00') });
    expect(parcelFrom([known]).released?.originUnit).toBe('unattributed');
  });

  it.each(['canceled', 'unavailable'] as const)('is called off when it is %s', (name) => {
    expect(parcelFrom([promised, milestone(name, '2018-03-02T10:00')]).isCalledOff).toBe(true);
  });

  it('is the same in whatever order facts of different kinds are stored', () => {
    const facts = [promised, approved, released, handedOver('2018-03-04T16:00')];
    const any = fc.shuffledSubarray(facts, { minLength: facts.length });
    fc.assert(
      fc.property(any, (shuffled) => {
        expect(parcelFrom(shuffled)).toEqual(parcelFrom(facts));
      }),
    );
  });
});

describe('the plan of a parcel', () => {
  it('was impossible when the limit lay before the approval, and only then', () => {
    const approvedAt = (instant: number) => isImpossible(warehouseParcel({ approvedAt: instant }));
    expect(approvedAt(at('2018-03-05T12:00'))).toBe(false);
    expect(approvedAt(at('2018-03-05T12:00') + 1)).toBe(true);
    expect(isImpossible(warehouseParcel({ approvedAt: undefined }))).toBe(false);
    expect(isImpossible(warehouseParcel({ released: undefined }))).toBe(false);
  });
});

describe('a hand-over', () => {
  const flags = (handedOverAt: number) => suspicionsOf(warehouseParcel({ handedOverAt }));

  it.each([
    ['before the order is flagged as that alone', at('2018-03-01T10:00') - 1, ['HANDED_OVER_BEFORE_ORDER']],
    ['at the order, before the approval, is flagged', at('2018-03-01T10:00'), ['HANDED_OVER_BEFORE_APPROVAL']],
    ['just before the approval is flagged', at('2018-03-01T10:05') - 1, ['HANDED_OVER_BEFORE_APPROVAL']],
    ['at the approval is not flagged', at('2018-03-01T10:05'), []],
  ])('%s', (_, handedOverAt, expected) => {
    expect(flags(handedOverAt)).toEqual(expected);
  });

  it('that is not known is not flagged', () => {
    expect(suspicionsOf(warehouseParcel({ handedOverAt: undefined }))).toEqual([]);
  });
});

describe('the parcels of an order', () => {
  const releasedPart = (part: string, wallTime: string, originUnit: string) =>
    milestone('released', '2018-03-01T11:00', { part, dueAt: at(wallTime), originUnit });
  const two = [
    promised,
    releasedPart('A', '2018-03-05T12:00', 'seller/one'),
    releasedPart('B', '2018-03-06T12:00', 'hub'),
  ];
  const over = (part: string, wallTime: string): KnownOfParcel => ({ ...handedOver(wallTime), part });
  const judged = (...known: KnownOfParcel[]) =>
    parcelsFrom(known)
      .flatMap((one) => evaluate(OF_HAND_OVER, one))
      .map(({ metric, part, unit, result }) =>
        [metric.id, part, unit, result.hits === 1 ? 'hit' : 'miss'].join(' ').trim(),
      );

  it('are each judged by their own limit, in their own unit', () => {
    expect(judged(...two, over('A', '2018-03-05T13:00'), over('B', '2018-03-05T13:00'))).toEqual([
      'handed_over_by_limit A seller/one miss',
      'handed_over_at_last A seller/one hit',
      'handed_over_by_limit B hub hit',
      'handed_over_at_last B hub hit',
    ]);
  });

  it('are not handed over by a hand-over that names none of them', () => {
    expect(parcelsFrom([...two, handedOver('2018-03-04T16:00')]).map((one) => one.handedOverAt)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('are one if ordering releases the order as a whole, handed over with the last one that the warehouse names', () => {
    const known = [promised, released, over('X', '2018-03-04T16:00'), over('Y', '2018-03-06T16:00')];
    expect(parcelsFrom(known).map(({ part, handedOverAt }) => [part, handedOverAt])).toEqual([
      ['', at('2018-03-06T16:00')],
    ]);
  });

  it('are called off one by one, or all with the order', () => {
    const calledOff = (part?: string) =>
      parcelsFrom([...two, milestone('canceled', '2018-03-02T10:00', part === undefined ? {} : { part })]).map(
        ({ isCalledOff }) => isCalledOff,
      );
    expect([calledOff('B'), calledOff()]).toEqual([
      [false, true],
      [true, true],
    ]);
  });

  it('are not asked of the warehouse if they are merged before their limit', () => {
    const merged = (wallTime: string) => milestone('replaced', wallTime, { part: 'A', replacedBy: 'B' });
    expect(judged(...two, merged('2018-03-05T12:00'), over('B', '2018-03-06T12:00'))).toEqual([
      'handed_over_by_limit B hub hit',
      'handed_over_at_last B hub hit',
    ]);
    expect(judged(...two, merged('2018-03-05T12:01'))[0]).toBe('handed_over_by_limit A seller/one miss');
  });

  it('stay judged if they are lost after the hand-over, and the new parcel is judged by its own limit', () => {
    const lost = [
      over('A', '2018-03-04T16:00'),
      milestone('replaced', '2018-03-05T10:00', { part: 'A', replacedBy: 'C' }),
    ];
    const again = [releasedPart('C', '2018-03-09T12:00', 'hub'), over('C', '2018-03-09T12:00')];
    expect(judged(...two, ...lost, ...again).filter((line) => line.startsWith('handed_over_by_limit'))).toEqual([
      'handed_over_by_limit A seller/one hit',
      'handed_over_by_limit B hub miss',
      'handed_over_by_limit C hub hit',
    ]);
  });

  it.each([
    ['before the hand-over', '2018-03-04T15:59', true],
    ['at the hand-over', '2018-03-04T16:00', false],
  ])('are replaced in time %s, and at the limit', (_, wallTime, isInTime) => {
    const limit = at('2018-03-05T12:00');
    expect(isReplacedInTime(warehouseParcel({ replacedAt: at(wallTime) }), limit)).toBe(isInTime);
    expect(isReplacedInTime(warehouseParcel({ replacedAt: limit, handedOverAt: undefined }), limit)).toBe(true);
    expect(isReplacedInTime(warehouseParcel({ replacedAt: limit + 1, handedOverAt: undefined }), limit)).toBe(false);
  });

  it('are flagged by name', () => {
    const flags = parcelsFrom([...two, approved, over('B', '2018-03-01T09:00')]).flatMap(suspicionsOf);
    expect(flags).toEqual(['HANDED_OVER_BEFORE_ORDER B']);
  });
});
