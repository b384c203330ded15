import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Milestone } from '#libs/domain/milestone.js';
import { at, warehouseParcel, ZONE } from '#test/catalogue/examples.js';
import { isImpossible, type KnownOfParcel, parcelFrom, suspicionsOf } from './parcel.js';

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
