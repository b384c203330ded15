/** An exact number. Nothing is rounded until a named point rounds it, once. */
export interface Fraction {
  readonly numerator: bigint;
  /** Above 0. */
  readonly denominator: bigint;
}

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };

/** @param denominator  not 0; a negative one turns the sign of the numerator */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  if (denominator === 0n) throw new RangeError(`${numerator} of nothing`);
  return denominator > 0n ? { numerator, denominator } : { numerator: -numerator, denominator: -denominator };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator) return { ...a, numerator: a.numerator + b.numerator };
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { ...b, numerator: -b.numerator });
}

export function times(a: Fraction, b: Fraction | bigint): Fraction {
  if (typeof b === 'bigint') return { ...a, numerator: a.numerator * b };
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

/** @param b  not 0 */
export function over(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function sum(parts: readonly Fraction[]): Fraction {
  return parts.reduce(plus, ZERO);
}

/** Below 0 when a is smaller, 0 when they are equal, above 0 when a is greater. */
export function compared(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The same number with the smallest whole numbers that make it. */
export function reduced({ numerator, denominator }: Fraction): Fraction {
  const divisor = greatestDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** The smallest denominator with which each of the fractions can be written, 1 for none. */
export function commonDenominator(parts: Iterable<Fraction>): bigint {
  const denominators = new Set<bigint>();
  for (const { denominator } of parts) denominators.add(denominator);
  let common = 1n;
  for (const denominator of denominators) common *= denominator / greatestDivisor(common, denominator);
  return common;
}

/** The numerator of a fraction that is written with a multiple of its denominator. */
export function numeratorOver({ numerator, denominator }: Fraction, common: bigint): bigint {
  return numerator * (common / denominator);
}

/** "1400000/1447413", or "3" for a whole number. */
export function fractionText({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}

/** Euclid's algorithm. */
function greatestDivisor(a: bigint, b: bigint): bigint {
  let [greater, smaller] = [a, b];
  while (smaller !== 0n) [greater, smaller] = [smaller, greater % smaller];
  return greater;
}
