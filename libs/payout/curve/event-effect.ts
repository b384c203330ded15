import { type Fraction, fraction, times } from '#libs/domain/fraction.js';
import type { Curve } from './curve.js';

/** A metric as a ruleset weighs it. */
export interface WeighedMetric {
  readonly weightBp: bigint;
  /** Parts per million; they rise or fall. */
  readonly floorPpm: bigint;
  readonly targetPpm: bigint;
  readonly worldClassPpm: bigint;
}

/** 80 points lie between floor and target, 20 between target and world class. */
const TARGET_E4 = 800_000n;
const ABOVE_TARGET_E4 = 200_000n;
const WHOLE_BP = 10_000n;

/**
 * The most that one event can move the pay of a department, in parts per million of the target amount: where the score is steepest and
 * the curve as well. Of steps it is a whole step, which one event can decide.
 *
 * @param cases  the fewest with which the metric is measured, above 0
 */
export function eventEffectPpm(curve: Curve, metric: WeighedMetric, cases: bigint): bigint {
  const effect = curve.kind === 'STEP' ? greatestStep(curve) : times(indexEffect(metric, cases), steepest(curve));
  return effect.numerator / effect.denominator;
}

/** Index in E4 that one event of so many cases moves at most. */
function indexEffect({ weightBp, floorPpm, targetPpm, worldClassPpm }: WeighedMetric, cases: bigint): Fraction {
  const below = fraction(TARGET_E4, distance(targetPpm, floorPpm));
  const above = fraction(ABOVE_TARGET_E4, distance(worldClassPpm, targetPpm));
  const slope = below.numerator * above.denominator > above.numerator * below.denominator ? below : above;
  return times(slope, fraction(1_000_000n * weightBp, cases * WHOLE_BP));
}

/** Parts per million of the target amount for one E4 of index. */
function steepest({ knots }: Curve): Fraction {
  const slopes = knots.flatMap((to, place) => {
    const from = knots[place - 1];
    return from === undefined ? [] : [fraction(to.factorPpm - from.factorPpm, to.indexE4 - from.indexE4)];
  });
  return slopes.reduce((a, b) => (a.numerator * b.denominator >= b.numerator * a.denominator ? a : b), fraction(0n));
}

function greatestStep({ knots }: Curve): Fraction {
  const rises = knots.map(({ factorPpm }, place) => factorPpm - (knots[place - 1]?.factorPpm ?? factorPpm));
  return fraction(rises.reduce((a, b) => (a > b ? a : b), 0n));
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}
