import type { Fraction } from '#libs/domain/fraction.js';
import { divideHalfUp, floorDivide } from '#libs/domain/integer.js';
import type { Rounding } from '../plan.js';

/** The nearest whole number of minor units, a half by the mode of the plan: up, or to the even neighbour. */
export function roundBy(mode: Rounding, { numerator, denominator }: Fraction): bigint {
  if (mode === 'HALF_UP') return divideHalfUp(numerator, denominator);
  const floor = floorDivide(numerator, denominator);
  const twice = 2n * (numerator - floor * denominator);
  if (twice !== denominator) return twice > denominator ? floor + 1n : floor;
  return floor % 2n === 0n ? floor : floor + 1n;
}
