import { compared, type Fraction, fraction, minus, over, plus, times, ZERO } from '#libs/domain/fraction.js';
import { divideHalfUp } from '#libs/domain/integer.js';

/** What a metric counted: `hits` of `cases`, say parcels on time of parcels due. */
export interface Count {
  readonly hits: bigint;
  readonly cases: bigint;
}

/** Rates in parts per million of the cases that earn 0, 80 and 100 points. A hit is always what the customer wanted. */
export interface Anchors {
  readonly floorPpm: bigint;
  readonly targetPpm: bigint;
  readonly worldClassPpm: bigint;
  /** Where too many hits are no good either: never out of stock means full shelves of what does not sell. */
  readonly tooHigh?: TooHigh;
}

/** The falling side of a range: the last rate that earns 100 points, not below world class, then those that earn 80 and 0 again. */
export interface TooHigh {
  readonly worldClassPpm: bigint;
  readonly targetPpm: bigint;
  /** It may lie beyond 1 000 000, so that even a rate of all cases earns something. */
  readonly floorPpm: bigint;
}

/** `E4` is ten-thousandths of a point: 80 points are 800 000. */
export type Score =
  | {
      readonly kind: 'scored';
      /** Unrounded: this is what an index is made of. */
      readonly exactE4: Fraction;
      /** Rounded half up, to be read: 0–1 000 000. */
      readonly scoreE4: bigint;
    }
  | { readonly kind: 'not_scored'; readonly reason: 'NO_CASES' };

export const TARGET_E4 = 800_000n;
export const WORLD_E4 = 1_000_000n;
const PPM = 1_000_000n;

/**
 * Scores a rate: 0 points at the floor, 80 at the target, 100 at world class, straight lines between. Anchors with a side that is too high
 * keep 100 points through the end of the range; beyond it the score falls by the same kind of lines.
 *
 * @param count    0 ≤ hits ≤ cases
 * @param anchors  strictly rising, and falling on the side that is too high
 * @returns        0–1 000 000 E4; `not_scored` without cases, which is neither 0 nor 100
 * @throws {RangeError}  when count or anchors are out of order: both were checked on their way in, so here it is a bug
 * @see   docs/index-definition.md, section 2: why 80 at the target, and why straight lines
 */
export function scoreRate({ hits, cases }: Count, anchors: Anchors): Score {
  if (hits < 0n || hits > cases) throw new RangeError(`${hits} hits of ${cases} cases`);
  if (cases === 0n) return { kind: 'not_scored', reason: 'NO_CASES' };
  const ratePpm = fraction(hits * PPM, cases);
  const exactE4 = smaller(lineThrough(ratePpm, anchors), fallThrough(ratePpm, anchors));
  return { kind: 'scored', exactE4, scoreE4: divideHalfUp(exactE4.numerator, exactE4.denominator) };
}

/** Whether a rate is beyond the range of its anchors, so that fewer hits would earn more. */
export function isTooHigh({ hits, cases }: Count, { tooHigh }: Anchors): boolean {
  return tooHigh !== undefined && hits * PPM > tooHigh.worldClassPpm * cases;
}

/** Whether a rate between these two earns 100 points: both ends can earn less on the two sides of a range. */
export function isWorldClassBetween(low: Count, high: Count, { worldClassPpm, tooHigh }: Anchors): boolean {
  const isBelowEnd = tooHigh === undefined || low.hits * PPM <= tooHigh.worldClassPpm * low.cases;
  return isBelowEnd && high.hits * PPM >= worldClassPpm * high.cases;
}

function lineThrough(ratePpm: Fraction, { floorPpm, targetPpm, worldClassPpm }: Omit<Anchors, 'tooHigh'>): Fraction {
  if (!(floorPpm < targetPpm && targetPpm < worldClassPpm)) {
    throw new RangeError(`anchors are out of order: ${floorPpm}, ${targetPpm}, ${worldClassPpm} ppm`);
  }
  const [floor, target, world] = [fraction(floorPpm), fraction(targetPpm), fraction(worldClassPpm)];
  if (compared(ratePpm, floor) <= 0) return ZERO;
  if (compared(ratePpm, world) >= 0) return fraction(WORLD_E4);
  if (compared(ratePpm, target) <= 0) {
    return times(over(minus(ratePpm, floor), minus(target, floor)), TARGET_E4);
  }
  const climbed = over(minus(ratePpm, target), minus(world, target));
  return plus(fraction(TARGET_E4), times(climbed, WORLD_E4 - TARGET_E4));
}

/** The falling side: the rising one of the negative rate. */
function fallThrough(ratePpm: Fraction, { worldClassPpm, tooHigh }: Anchors): Fraction {
  if (tooHigh === undefined) return fraction(WORLD_E4);
  if (tooHigh.worldClassPpm < worldClassPpm) {
    throw new RangeError(`anchors are out of order: ${worldClassPpm}, too high from ${tooHigh.worldClassPpm} ppm`);
  }
  return lineThrough(minus(ZERO, ratePpm), {
    floorPpm: -tooHigh.floorPpm,
    targetPpm: -tooHigh.targetPpm,
    worldClassPpm: -tooHigh.worldClassPpm,
  });
}

function smaller(a: Fraction, b: Fraction): Fraction {
  return compared(b, a) < 0 ? b : a;
}
