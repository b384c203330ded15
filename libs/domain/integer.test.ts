import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideHalfUp, floorDivide, squareRootFloor } from './integer.js';

describe('divideHalfUp', () => {
  it.each([
    [7n, 2n, 4n, 'a half goes up'],
    [-7n, 2n, -3n, 'also below zero, away from minus infinity'],
    [10n, 4n, 3n, '2.5 is 3'],
    [9n, 4n, 2n, '2.25 is 2'],
    [-9n, 4n, -2n, '-2.25 is -2'],
    [-11n, 4n, -3n, '-2.75 is -3'],
    [0n, 5n, 0n, 'nothing stays nothing'],
  ])('%s / %s is %s: %s', (numerator, denominator, nearest) => {
    expect(divideHalfUp(numerator, denominator)).toBe(nearest);
  });

  it.each([0n, -1n])('refuses to divide by %s', (denominator) => {
    expect(() => divideHalfUp(1n, denominator)).toThrow(RangeError);
    expect(() => floorDivide(1n, denominator)).toThrow(RangeError);
  });

  it('is never more than a half away, at any size', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.bigInt(1n, 10n ** 20n), (numerator, denominator) => {
        const twiceOff = 2n * (divideHalfUp(numerator, denominator) * denominator - numerator);
        expect(-denominator < twiceOff && twiceOff <= denominator).toBe(true);
      }),
    );
  });
});

describe('floorDivide', () => {
  it('goes down where BigInt goes toward zero', () => {
    expect([floorDivide(-7n, 2n), floorDivide(7n, 2n), floorDivide(-8n, 2n)]).toEqual([-4n, 3n, -4n]);
  });
});

describe('squareRootFloor', () => {
  it.each([
    [0n, 0n],
    [1n, 1n],
    [3n, 1n],
    [4n, 2n],
    [99n, 9n],
    [10n ** 40n, 10n ** 20n],
    [10n ** 40n - 1n, 10n ** 20n - 1n],
  ])('of %s is %s', (n, root) => {
    expect(squareRootFloor(n)).toBe(root);
  });

  it('is the greatest whole number whose square is not above, at any size', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 60n), (n) => {
        const root = squareRootFloor(n);
        expect(root * root <= n && n < (root + 1n) * (root + 1n)).toBe(true);
      }),
    );
  });

  it('of less than nothing is a bug', () => {
    expect(() => squareRootFloor(-1n)).toThrow(RangeError);
  });
});
