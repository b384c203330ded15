import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedUnits, type ListedUnit, unitPaths } from './counted-unit.js';
import { isUnit } from './unit.js';

const listed = (...units: readonly (readonly [unit: string, of?: string])[]): ListedUnit[] =>
  units.map(([unit, of]) => ({ unit, of }));
const acme = listed(['carrier'], ['carrier/acme'], ['depot-7', 'carrier/acme']);

describe('a unit is counted', () => {
  it.each([
    ['below the unit that it belongs to', acme, 'depot-7', 'carrier/acme/depot-7'],
    ['where it is reported when no entry says otherwise', acme, 'depot-8', 'depot-8'],
    ['where it is reported when only the beginning of its name is listed', acme, 'depot-77', 'depot-77'],
    ['with the listed unit that it lies below', acme, 'depot-7/gate', 'carrier/acme/depot-7/gate'],
    ['in the lowest unit that fits when it would have five names', acme, 'depot-7/gate/2', 'carrier/acme/depot-7/gate'],
    [
      'below units that belong to others themselves',
      listed(['north'], ['acme', 'north'], ['depot-7', 'acme']),
      'depot-7',
      'north/acme/depot-7',
    ],
    [
      'below a unit whose path lies below one that moves',
      listed(['north'], ['acme', 'north'], ['acme/east'], ['depot-7', 'acme/east']),
      'depot-7',
      'north/acme/east/depot-7',
    ],
    [
      'below the unit that the longest entry names',
      listed(['a'], ['b'], ['depot', 'a'], ['depot/gate', 'b']),
      'depot/gate/2',
      'b/gate/2',
    ],
    ['by its last name, not by the names above it', listed(['acme'], ['old/depot', 'acme']), 'old/depot', 'acme/depot'],
    ['where it is reported when it belongs to what its path says', listed(['a'], ['a/b', 'a']), 'a/b/c', 'a/b/c'],
    ['where it is reported when it would lie below itself', listed(['a', 'b'], ['b', 'a']), 'a/x', 'a/x'],
    ['where it is reported when it would lie below what lies below it', listed(['a', 'a/b'], ['a/b']), 'a', 'a'],
  ])('%s', (_, units, reported, counted) => {
    expect(countedUnits(units)(reported)).toBe(counted);
  });

  it('in the lowest unit that fits into 128 characters', () => {
    const [long, longer] = ['a'.repeat(100), 'b'.repeat(100)];
    expect(countedUnits(listed([long], [longer, long]))(longer)).toBe(long);
  });

  it('in a time that grows with the list, however long the chain of units is', () => {
    const chain = Array.from({ length: 10_000 }, (_, place): [string, string] => [`u${place}`, `u${place + 1}`]);
    expect(countedUnits(listed(...chain))('u0')).toBe('u10000/u9999/u9998/u9997');
    expect(unitPaths(listed(...chain, ['u10000', 'u0']))('u5')).toBeUndefined();
  });
});

const anyName = fc.constantFrom('a', 'b', 'c');
const anyUnit = fc.array(anyName, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
const anyEntry = fc.record({ unit: anyUnit, of: fc.option(anyUnit, { nil: undefined }) });
const anyList = fc.uniqueArray(anyEntry, { maxLength: 6, selector: ({ unit }) => unit });

describe('whatever the list says', () => {
  it('without any "of", every unit is counted where it is reported', () => {
    fc.assert(
      fc.property(anyList, anyUnit, (units, reported) => {
        expect(countedUnits(units.map(({ unit }) => ({ unit })))(reported)).toBe(reported);
      }),
    );
  });

  it('a unit is counted in a unit', () => {
    fc.assert(
      fc.property(anyList, anyUnit, (units, reported) => {
        expect(isUnit(countedUnits(units)(reported))).toBe(true);
      }),
    );
  });

  it('the order of the list does not matter', () => {
    fc.assert(
      fc.property(anyList, anyUnit, (units, reported) => {
        expect(countedUnits(units.toReversed())(reported)).toBe(countedUnits(units)(reported));
      }),
    );
  });
});
