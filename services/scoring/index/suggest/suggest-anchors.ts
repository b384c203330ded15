import { compared, type Fraction, fraction } from '#libs/domain/fraction.js';
import { floorDivide, squareRootFloor } from '#libs/domain/integer.js';
import { wilsonBounds } from '../arithmetic/interval.js';
import { type Anchors, type Count, TARGET_E4 } from '../arithmetic/score-rate.js';
import { levelAt, levelsOf } from './levels.js';

/** What others reach, as far as it is published. */
export interface Reference {
  readonly targetPpm: bigint;
  readonly worldClassPpm: bigint;
}

/** What decided about an anchor. */
export type FloorBy = 'LOW_LEVEL_LESS_CHANCE' | 'LEAST_WIDTH' | 'SLOPE';
export type TargetBy = 'USUAL_HIGH_LEVEL' | 'MEAN' | 'REFERENCE' | 'BEST_LEVEL' | 'ONE_MISS' | 'SLOPE';
export type WorldClassBy = 'REFERENCE' | 'HALF_THE_DISTANCE' | 'BEST_LEVEL' | 'SLOPE';

/** The figures that the anchors were made of, in parts per million rounded down. */
export interface Basis {
  readonly meanPpm: bigint;
  /** A tenth of the cases lies in months at or below it. */
  readonly lowPpm: bigint;
  /** Three quarters of the cases lie in months at or below it. */
  readonly highPpm: bigint;
  readonly bestPpm: bigint;
  /** Of each month, in the order given. */
  readonly levelsPpm: readonly bigint[];
  /** Cases of a month, mean, rounded down. */
  readonly typicalCases: bigint;
}

export type Suggestion =
  | {
      readonly kind: 'anchors';
      readonly anchors: Anchors;
      readonly basis: Basis;
      readonly floorBy: FloorBy;
      readonly targetBy: TargetBy;
      readonly worldClassBy: WorldClassBy;
      /** Points of the metric's score, E4, by which chance moves a typical month at the target: one standard error. */
      readonly chanceE4: bigint;
    }
  | { readonly kind: 'none'; readonly reason: NoAnchors };

/** Why no anchors are suggested. */
export type NoAnchors = 'TOO_FEW_MONTHS' | 'NO_HIT';

/** With fewer months there is no distribution to speak of. */
export const LEAST_MONTHS = 6;

const ONE = 1_000_000n;
const LOW = fraction(1n, 10n);
const HIGH = fraction(3n, 4n);

/**
 * Suggests the anchors of a metric from the company's own months and from a reference. Whole numbers, and the same for the same months in
 * any order.
 *
 * @param months     each with enough cases to be measured
 * @returns          0 ≤ floor < target < world class ≤ 1 000 000, with world class at least a quarter as far above the target as the
 *                   floor is below it; or why there are none
 * @see              docs/suggested-anchors.md, with an example
 */
export function suggestAnchors(months: readonly Count[], reference?: Reference): Suggestion {
  if (months.length < LEAST_MONTHS) return { kind: 'none', reason: 'TOO_FEW_MONTHS' };
  if (months.every(({ hits }) => hits === 0n)) return { kind: 'none', reason: 'NO_HIT' };
  const basis = basisOf(months);
  const target = targetOf(basis, reference);
  const worldClass = worldClassOf(target.ppm, basis, reference);
  const floor = floorOf(target.ppm, basis);
  const { anchors, by } = gentle({ floor, target, worldClass }, basis.meanPpm);
  const rounded = inSteps(anchors);
  return { kind: 'anchors', anchors: rounded, basis, ...by, chanceE4: chanceOf(rounded, basis.typicalCases) };
}

function basisOf(months: readonly Count[]): Basis {
  const { mean, levels } = levelsOf(months);
  const cases = months.reduce((all, month) => all + month.cases, 0n);
  return {
    meanPpm: ppm(mean),
    lowPpm: ppm(levelAt(levels, months, LOW)),
    highPpm: ppm(levelAt(levels, months, HIGH)),
    bestPpm: ppm(levels.reduce((best, one) => (compared(one, best) > 0 ? one : best))),
    levelsPpm: levels.map(ppm),
    typicalCases: floorDivide(cases, BigInt(months.length)),
  };
}

/** An anchor before rounding, and what decided about it. */
interface Decided<By> {
  readonly ppm: bigint;
  readonly by: By;
}

/** Demanding: a quarter of the cases lies in months that reached it. Reachable: a reference may raise it to the best month's level, and no further. */
function targetOf({ meanPpm, highPpm, bestPpm, typicalCases }: Basis, reference?: Reference): Decided<TargetBy> {
  // A few very good months can lift the mean above what is usual: an average department must not be beyond its target.
  const own: Decided<TargetBy> =
    highPpm >= meanPpm ? { ppm: highPpm, by: 'USUAL_HIGH_LEVEL' } : { ppm: meanPpm, by: 'MEAN' };
  const raised = reference === undefined || bestPpm <= own.ppm ? own : aimedAt(reference.targetPpm, own, bestPpm);
  const oneMiss = ONE - floorDivide(ONE + typicalCases - 1n, typicalCases);
  return raised.ppm > oneMiss ? { ppm: oneMiss, by: 'ONE_MISS' } : raised;
}

function aimedAt(referencePpm: bigint, own: Decided<TargetBy>, bestPpm: bigint): Decided<TargetBy> {
  if (referencePpm <= own.ppm) return own;
  return referencePpm <= bestPpm ? { ppm: referencePpm, by: 'REFERENCE' } : { ppm: bestPpm, by: 'BEST_LEVEL' };
}

/** Beyond what the company has reached, and beyond the reference if there is one. */
function worldClassOf(targetPpm: bigint, { bestPpm }: Basis, reference?: Reference): Decided<WorldClassBy> {
  const choices: readonly Decided<WorldClassBy>[] = [
    { ppm: targetPpm + width(targetPpm), by: 'HALF_THE_DISTANCE' },
    ...(reference === undefined ? [] : [{ ppm: reference.worldClassPpm, by: 'REFERENCE' as const }]),
    { ppm: bestPpm, by: 'BEST_LEVEL' },
  ];
  return choices.reduce((highest, one) => (one.ppm > highest.ppm ? one : highest));
}

/** A bad month by chance does not earn 0: the low level less what chance can take from a typical month. */
function floorOf(targetPpm: bigint, { lowPpm, typicalCases }: Basis): Decided<FloorBy> {
  const [lower] = wilsonBounds({ hits: floorDivide(lowPpm * typicalCases, ONE), cases: typicalCases });
  const lessChance = floorDivide(lower, ONE); // from parts of 10^12
  const least = targetPpm - width(targetPpm);
  return lessChance <= least ? { ppm: lessChance, by: 'LOW_LEVEL_LESS_CHANCE' } : { ppm: least, by: 'LEAST_WIDTH' };
}

/** Half of the misses at the target, or half of the hits where those are fewer: nearer anchors would pay for what customers hardly see. */
function width(targetPpm: bigint): bigint {
  const misses = ONE - targetPpm;
  return (misses < targetPpm ? misses : targetPpm) / 2n;
}

interface Three {
  readonly floor: Decided<FloorBy>;
  readonly target: Decided<TargetBy>;
  readonly worldClass: Decided<WorldClassBy>;
}

/**
 * The last points above the target must not be paid more than those below it. Where they would: world class rises, at most to a perfect
 * month; then the target falls, at most to the mean; then the floor rises.
 */
function gentle({ floor, target, worldClass }: Three, meanPpm: bigint) {
  const needed = (targetPpm: bigint) => targetPpm + (targetPpm - floor.ppm + 3n) / 4n;
  const world = least(ONE, needed(target.ppm));
  const raised = world > worldClass.ppm ? { ppm: world, by: 'SLOPE' as const } : worldClass;
  const lowered = floorDivide(4n * raised.ppm + floor.ppm, 5n);
  const down = lowered < meanPpm ? least(meanPpm, target.ppm) : lowered;
  const aim = down < target.ppm ? { ppm: down, by: 'SLOPE' as const } : target;
  const lowest = aim.ppm - 4n * (raised.ppm - aim.ppm);
  const up = lowest > floor.ppm ? { ppm: lowest, by: 'SLOPE' as const } : floor;
  return {
    anchors: { floorPpm: up.ppm, targetPpm: aim.ppm, worldClassPpm: raised.ppm },
    by: { floorBy: up.by, targetBy: aim.by, worldClassBy: raised.by },
  };
}

/**
 * Whole steps that people can read: 0.1 % for usual rates, less where there are few misses. Floor and target are rounded down, world
 * class up; what rounding brought together is a step apart, and what it made too steep is not.
 */
function inSteps({ floorPpm, targetPpm, worldClassPpm }: Anchors): Anchors {
  const step = stepOf(targetPpm);
  const down = (value: bigint) => floorDivide(value, step) * step;
  const target = most(step, least(ONE - step, down(targetPpm)));
  const world = most(target + step, least(ONE, -down(-worldClassPpm)));
  const floor = most(least(down(floorPpm), target - step), target - 4n * (world - target));
  return { floorPpm: most(0n, floor), targetPpm: target, worldClassPpm: world };
}

/** 1, 10, 100 or 1,000 ppm: not more than a twentieth of the misses at the target. */
function stepOf(targetPpm: bigint): bigint {
  const twentieth = (ONE - targetPpm) / 20n;
  return [1_000n, 100n, 10n].find((step) => step <= twentieth) ?? 1n;
}

function chanceOf({ floorPpm, targetPpm }: Anchors, typicalCases: bigint): bigint {
  const errorPpm = squareRootFloor((targetPpm * (ONE - targetPpm)) / typicalCases);
  return (errorPpm * TARGET_E4) / (targetPpm - floorPpm);
}

function ppm({ numerator, denominator }: Fraction): bigint {
  return floorDivide(numerator * ONE, denominator);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
