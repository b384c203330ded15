import { type Fraction, fraction } from '#libs/domain/fraction.js';

/** Where a curve begins to rise or to stay: at this index this factor is paid. */
export interface Knot {
  /** Ten-thousandths of a point, 0 to 1,000,000. */
  readonly indexE4: bigint;
  /** Parts per million of the target amount, 0 or more. */
  readonly factorPpm: bigint;
}

/** What is paid for an index. Between two knots a piecewise linear curve is straight, and steps stay at the lower knot. */
export interface Curve {
  readonly kind: 'PIECEWISE_LINEAR' | 'STEP';
  /** At least one. The first stands at 0, and each later one at a greater index. After the last one the curve is flat. */
  readonly knots: readonly Knot[];
}

export const TOP_E4 = 1_000_000n;
export const WHOLE_PPM = 1_000_000n;

/**
 * The factor that a curve pays for an index, exact. Segments are half-open, so each index from 0 to 100 belongs to one of them.
 *
 * @param indexE4  0 to 1,000,000
 * @throws {RangeError} for an index outside, and for a curve that does not begin at 0: both were checked on their way in
 */
export function factorAt({ kind, knots }: Curve, indexE4: bigint): Fraction {
  if (indexE4 < 0n || indexE4 > TOP_E4) throw new RangeError(`index ${indexE4}`);
  const after = knots.findIndex((knot) => knot.indexE4 > indexE4);
  const [from, to] = after === -1 ? [knots.at(-1), undefined] : [knots[after - 1], knots[after]];
  if (from === undefined) throw new RangeError(`the curve does not pay for index ${indexE4}`);
  if (to === undefined || kind === 'STEP') return fraction(from.factorPpm, WHOLE_PPM);
  const width = to.indexE4 - from.indexE4;
  const rise = (to.factorPpm - from.factorPpm) * (indexE4 - from.indexE4);
  return fraction(from.factorPpm * width + rise, width * WHOLE_PPM);
}

/** The most that a curve pays, in parts per million of the target amount. */
export function mostPpm({ knots }: Curve): bigint {
  return knots.reduce((most, { factorPpm }) => (factorPpm > most ? factorPpm : most), 0n);
}
