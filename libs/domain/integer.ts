/**
 * The nearest whole number to numerator / denominator; a half goes up, away from minus infinity.
 *
 * @param denominator  above 0
 * @throws {RangeError} for a denominator of 0 or less: always a bug of the caller
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError(`denominator ${denominator}`);
  return floorDivide(2n * numerator + denominator, 2n * denominator);
}

/** The greatest whole number not above numerator / denominator; BigInt's own `/` goes toward zero. */
export function floorDivide(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError(`denominator ${denominator}`);
  const quotient = numerator / denominator;
  return numerator % denominator < 0n ? quotient - 1n : quotient;
}

/**
 * The greatest whole number whose square is not above n (Newton's method on whole numbers).
 *
 * @param n  0 or more
 */
export function squareRootFloor(n: bigint): bigint {
  if (n < 0n) throw new RangeError(`square root of ${n}`);
  if (n < 2n) return n;
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
