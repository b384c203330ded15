import { describe, expect, it } from 'vitest';
import { checkUnits } from './check-units.js';

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
  ] as const)('%s', (_, units, expected) => {
    expect(found(...units)).toEqual(expected);
  });
});
