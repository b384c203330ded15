import { compared, type Fraction, fraction, minus, times } from '#libs/domain/fraction.js';
import { divideHalfUp, floorDivide, squareRootFloor } from '#libs/domain/integer.js';
import { type Anchors, type Count, isWorldClassBetween, scoreRate, WORLD_E4 } from './score-rate.js';

/** The 95 % interval of an index, E4. */
export interface Interval {
  readonly lowerE4: bigint;
  readonly upperE4: bigint;
}

/** A metric's part in an index. */
export interface WeightedCount {
  /** 0 to 1; the weights of an index add up to 1. */
  readonly weight: Fraction;
  readonly count: Count;
  readonly anchors: Anchors;
}

/**
 * How the interval is made, so that a reader can make it again: Wilson's bounds of each rate (z = 1.96), mapped through the
 * score (of a range the least and the most that lies between them), and their weighted distances from the score combined as the root of the sum of squares, each side by itself (Newcombe's
 * square-and-add, also called MOVER). It is as lopsided as the scores are: near 100 there is little room upward.
 *
 * It treats metrics as independent. Two metrics of the same orders are not, so the true interval is somewhat wider; a simulation
 * put the standard deviation 15 to 29 % higher for six metrics with a shared order effect. Nothing is paid by it.
 */
export const INTERVAL_METHOD = 'WILSON_SQUARE_AND_ADD';

/** z = 1.96 as a fraction: 196 / 100. */
const Z = 196n;
const Z_SQUARED = Z * Z;
const HUNDRED_SQUARED = 10_000n;
/** Bounds of rates are whole parts of this many. */
const RATE_SCALE = 1_000_000_000_000n;
/** Distances are squared in thousandths of E4, so that their rounding does not show. */
const FINE = 1_000n;

/**
 * @param indexE4  the index made of these parts
 * @returns        0 ≤ lower ≤ index ≤ upper ≤ 1 000 000, to the nearest E4
 */
export function indexInterval(parts: readonly WeightedCount[], indexE4: bigint): Interval {
  const sides = parts.map(({ weight, count, anchors }) => {
    const score = exactScore(count, anchors);
    const { least, most } = scoresWithin(wilsonBounds(count), anchors);
    return { below: inFine(times(weight, minus(score, least))), above: inFine(times(weight, minus(most, score))) };
  });
  const lower = indexE4 - rootOfSquares(sides.map(({ below }) => below));
  const upper = indexE4 + rootOfSquares(sides.map(({ above }) => above));
  return { lowerE4: within(lower, WORLD_E4), upperE4: within(upper, WORLD_E4) };
}

/**
 * The 95 % interval of the difference of two independent indexes, by the same square-and-add: what the one can have been lower
 * and the other higher.
 */
export function changeInterval(from: Interval & { indexE4: bigint }, to: Interval & { indexE4: bigint }): Interval {
  const change = to.indexE4 - from.indexE4;
  const below = rootOfSquares([FINE * (to.indexE4 - to.lowerE4), FINE * (from.upperE4 - from.indexE4)]);
  const above = rootOfSquares([FINE * (to.upperE4 - to.indexE4), FINE * (from.indexE4 - from.lowerE4)]);
  return { lowerE4: change - below, upperE4: change + above };
}

/**
 * Wilson's bounds of a rate, in parts of 10^12, rounded down:
 * (2x + z² ± z √(z² + 4x(n - x)/n)) / (2 (n + z²)), everything times 100² n under the root to stay whole.
 */
export function wilsonBounds({ hits, cases }: Count): readonly [bigint, bigint] {
  const inRoot = (Z_SQUARED * cases + 4n * HUNDRED_SQUARED * hits * (cases - hits)) * cases;
  const root = squareRootFloor(inRoot * RATE_SCALE * RATE_SCALE); // √(...) · n · scale
  const middle = (2n * HUNDRED_SQUARED * hits + Z_SQUARED) * cases * RATE_SCALE;
  const whole = 2n * (HUNDRED_SQUARED * cases + Z_SQUARED) * cases;
  const low = hits === 0n ? 0n : floorDivide(middle - Z * root, whole);
  const high = hits === cases ? RATE_SCALE : floorDivide(middle + Z * root, whole);
  return [within(low, RATE_SCALE), within(high, RATE_SCALE)];
}

/** The least and the most that a rate between two bounds can score. On the two sides of a range, both are below what is between them. */
function scoresWithin(bounds: readonly [bigint, bigint], anchors: Anchors): { least: Fraction; most: Fraction } {
  const [low, high] = bounds.map((hits) => ({ hits, cases: RATE_SCALE })) as [Count, Count];
  const [atLow, atHigh] = [exactScore(low, anchors), exactScore(high, anchors)];
  const [least, most] = compared(atLow, atHigh) <= 0 ? [atLow, atHigh] : [atHigh, atLow];
  return { least, most: isWorldClassBetween(low, high, anchors) ? fraction(WORLD_E4) : most };
}

function exactScore(count: Count, anchors: Anchors): Fraction {
  const score = scoreRate(count, anchors);
  return score.kind === 'scored' ? score.exactE4 : fraction(0n);
}

/** A bound is rounded down, so a distance can fall short of 0 by less than one part. */
function inFine({ numerator, denominator }: Fraction): bigint {
  return numerator < 0n ? 0n : divideHalfUp(numerator * FINE, denominator);
}

function rootOfSquares(fine: readonly bigint[]): bigint {
  return divideHalfUp(squareRootFloor(fine.reduce((sum, side) => sum + side * side, 0n)), FINE);
}

/** Nothing lies below 0 or above the most there is. */
function within(value: bigint, most: bigint): bigint {
  if (value < 0n) return 0n;
  return value < most ? value : most;
}
