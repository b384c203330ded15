import { describe, expect, it } from 'vitest';
import { at } from '#test/catalogue/examples.js';
import { contradictionsOf, isStepMade, lastOf, parcelsOf, type Step, stepAt, stepOf } from './parcels.js';

const on = (day: number) => at(`2018-03-${String(day).padStart(2, '0')}T12:00`);
const step = (name: string, day: number, part?: string, more: Partial<Step> = {}): Step => ({
  ...{ name, happenedAt: on(day), ...more },
  ...(part === undefined ? {} : { part }),
});
const released = (...parts: string[]) => parts.map((part) => step('released', 1, part));
const ofThree = parcelsOf(released('A', 'B', 'C'));

describe('the parcels of an order', () => {
  it('are those that ordering releases, in that order', () => {
    expect(ofThree.all).toEqual(['A', 'B', 'C']);
    expect(ofThree.replacedAt.size).toBe(0);
  });

  it('are none while ordering releases the order as a whole, whatever other departments name', () => {
    expect(parcelsOf([step('released', 1), step('handed_over', 2, 'A'), step('delivered', 3, 'B')]).all).toEqual([]);
  });

  it('are joined by a parcel that takes the place of another one, before that one is released', () => {
    const { all, replacedAt } = parcelsOf([...released('A'), step('replaced', 5, 'A', { replacedBy: 'D' })]);
    expect([all, [...replacedAt]]).toEqual([['A', 'D'], [['A', on(5)]]]);
  });
});

describe('a step', () => {
  const known = [step('delivered', 2, 'A'), step('delivered', 3, 'B'), step('delivered', 4, 'A')];

  it('of a parcel is the first one that names it: the second parcel does not replace the first', () => {
    expect(stepOf(known, 'delivered', 'A', ofThree)?.happenedAt).toBe(on(2));
    expect(stepOf(known, 'delivered', 'B', ofThree)?.happenedAt).toBe(on(3));
    expect(stepOf(known, 'delivered', 'C', ofThree)).toBeUndefined();
  });

  it('without a parcel does not speak for one of several', () => {
    expect(stepOf([step('delivered', 2)], 'delivered', 'A', ofThree)).toBeUndefined();
  });

  it('without a parcel speaks for the only one, unless a step names that one', () => {
    const ofOne = parcelsOf(released('A'));
    expect(stepOf([step('delivered', 2)], 'delivered', 'A', ofOne)?.happenedAt).toBe(on(2));
    expect(stepOf([step('delivered', 2), step('delivered', 3, 'A')], 'delivered', 'A', ofOne)?.happenedAt).toBe(on(3));
  });

  it('of an order that ordering releases as a whole is the last of the parcels that the department names', () => {
    const none = parcelsOf([step('released', 1)]);
    expect(stepAt([step('delivered', 2)], 'delivered', '', none)).toBe(on(2));
    expect(stepAt([step('delivered', 2), step('delivered', 4)], 'delivered', '', none)).toBe(on(2));
    expect(stepAt(known, 'delivered', '', none)).toBe(on(3));
    expect(stepAt([step('delivered', 2), ...known], 'delivered', '', none)).toBe(on(3));
    expect(stepAt([], 'delivered', '', none)).toBeUndefined();
  });

  it('of the whole order is made for each of its parcels', () => {
    expect(isStepMade([step('canceled', 2)], 'canceled', 'A')).toBe(true);
    expect(isStepMade([step('canceled', 2, 'A')], 'canceled', 'A')).toBe(true);
    expect(isStepMade([step('canceled', 2, 'A')], 'canceled', 'B')).toBe(false);
    expect(isStepMade([step('canceled', 2, 'A')], 'canceled', '')).toBe(false);
  });
});

describe('the last of several instants', () => {
  it.each([
    ['is the latest', [on(2), on(4), on(3)], on(4)],
    ['is not known while one is not', [on(2), undefined, on(3)], undefined],
    ['of none is not known', [], undefined],
  ])('%s', (_, instants, last) => {
    expect(lastOf(instants)).toBe(last);
  });
});

describe('a contradiction', () => {
  const replaced = parcelsOf([...released('A', 'B'), step('replaced', 5, 'B', { replacedBy: 'A' })]);

  it.each([
    ['is a step without a parcel in an order of several', [step('delivered', 2)], ofThree, ['PARCEL_NOT_NAMED']],
    ['is not a step without a parcel in an order of one', [step('delivered', 2)], parcelsOf(released('A')), []],
    [
      'is a step without a parcel beside steps with one',
      [step('delivered', 2), step('delivered', 3, 'A')],
      parcelsOf([]),
      ['PARCEL_NOT_NAMED'],
    ],
    ['is a parcel that ordering does not know', [step('delivered', 2, 'X')], ofThree, ['PARCEL_NOT_RELEASED X']],
    ['is not a parcel of an order that ordering releases as a whole', [step('delivered', 2, 'X')], parcelsOf([]), []],
    [
      'is a delivery of a parcel after another one took its place',
      [step('delivered', 6, 'B')],
      replaced,
      ['DELIVERED_THOUGH_REPLACED B'],
    ],
    ['is not a delivery at the instant at which another one took its place', [step('delivered', 5, 'B')], replaced, []],
    ['is not the loss of a parcel after another one took its place', [step('lost', 6, 'B')], replaced, []],
    ['is named once', [step('delivered', 2), step('delivered', 3)], ofThree, ['PARCEL_NOT_NAMED']],
  ])('%s', (_, own, parcels, found) => {
    expect(contradictionsOf(own, parcels)).toEqual(found);
  });
});
