import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedUnits } from '#libs/domain/counted-unit.js';
import { checkUnits } from './check-units.js';

const LONG = 'n'.repeat(128);

const found = (...units: readonly (readonly [string, string?])[]) =>
  checkUnits(
    units.map(([unit, of]) => (of === undefined ? { unit } : { unit, of })),
    ['units'],
  ).map(({ path, reason }) => [path[1], reason]);

describe('units', () => {
  it.each([
    ['by paths need no other entry', [['carrier/acme/depot-7']], []],
    ['may belong to one that is declared', [['carrier/acme'], ['depot-7', 'carrier/acme']], []],
    ['are declared once', [['a'], ['b'], ['a']], [[2, 'UNIT_TWICE']]],
    ['belong to declared units', [['a', 'b']], [[0, 'UNIT_UNKNOWN']]],
    ['do not belong to themselves', [['a', 'a']], [[0, 'UNIT_UNDER_ITSELF']]],
    [
      'do not belong to each other',
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      [
        [0, 'UNIT_UNDER_ITSELF'],
        [1, 'UNIT_UNDER_ITSELF'],
      ],
    ],
    ['do not belong to what lies below them by its path', [['a', 'a/b'], ['a/b']], [[0, 'UNIT_UNDER_ITSELF']]],
    ['may lie below three others', [['a'], ['b', 'a'], ['c', 'b'], ['d', 'c']], []],
    ['lie below no more than three others', [['a/b/c/d'], ['e', 'a/b/c/d']], [[1, 'UNITS_TOO_DEEP']]],
    [
      'lie below no more than three others, also when one above them moves',
      [['a'], ['a/b'], ['c', 'a/b'], ['c/d'], ['c/d/e']],
      [[4, 'UNITS_TOO_DEEP']],
    ],
    ['have a path of 128 characters', [['a'], [LONG.slice(2), 'a']], []],
    ['have no path of 129 characters', [['a'], [LONG.slice(1), 'a']], [[1, 'UNIT_PATH_TOO_LONG']]],
    ['have places of their own', [['a'], ['a/b'], ['b', 'a']], [[2, 'UNIT_PLACE_TAKEN']]],
    ['of one last name do not belong to one unit', [['a'], ['x/b', 'a'], ['y/b', 'a']], [[2, 'UNIT_PLACE_TAKEN']]],
    [
      'do not move on from the place of another one',
      [['a'], ['b', 'a'], ['x'], ['a/b/c', 'x']],
      [[3, 'UNIT_PLACE_TAKEN']],
    ],
  ] as const)('%s', (_, units, expected) => {
    expect(found(...units)).toEqual(expected);
  });
});

const anyUnit = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 }).map((one) => one.join('/'));
const anyList = fc.uniqueArray(fc.tuple(anyUnit, fc.option(anyUnit, { nil: undefined })), {
  minLength: 1,
  maxLength: 5,
  selector: ([unit]) => unit,
});

/** A list in which every parent is declared, so that many lists are right. */
const declared = (list: readonly (readonly [string, string | undefined])[]) => {
  const known = new Set(list.map(([unit]) => unit));
  return [
    ...list,
    ...[...new Set(list.flatMap(([, of]) => of ?? []))].filter((of) => !known.has(of)).map((of) => [of]),
  ];
};

describe('when nothing is wrong with the list', () => {
  it('every unit is counted in a place that is counted in itself', () => {
    let right = 0;
    fc.assert(
      fc.property(anyList.map(declared), anyUnit, (list, reported) => {
        const units = list.map(([unit = '', of]) => (of === undefined ? { unit } : { unit, of }));
        if (checkUnits(units, []).length > 0) return;
        right += 1;
        const counted = countedUnits(units)(reported);
        expect(countedUnits(units)(counted)).toBe(counted);
        const paths = units.map(({ unit }) => countedUnits(units)(unit));
        expect(new Set(paths).size).toBe(units.length);
      }),
      { numRuns: 3_000 },
    );
    expect(right).toBeGreaterThan(300);
  });
});
