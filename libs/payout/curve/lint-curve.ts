import { type Curve, factorAt, mostPpm, TOP_E4, WHOLE_PPM } from './curve.js';

/** What makes a curve unfair or dear. `GAP` and `OVERLAP` leave an index without one factor; the others a company may accept with a reason. */
export const CURVE_FAULTS = ['GAP', 'OVERLAP', 'FALLS', 'CLIFF', 'DEAD_ZONE', 'SATURATES_EARLY'] as const;
export type CurveFault = (typeof CURVE_FAULTS)[number];

/** A fault at a knot. */
export interface CurveFinding {
  readonly fault: CurveFault;
  /** Place of the knot in the list, from 0. */
  readonly knot: number;
  /** A sentence with the figures. */
  readonly problem: string;
}

/** More than a tenth of the target amount for one point invites to time what is reported around that point. */
export const CLIFF_PPM = 100_000n;
/** Where 25 points more pay nothing, effort stops paying. */
export const DEAD_ZONE_E4 = 250_000n;
/** Above 90 points better work should still be paid. */
export const SATURATION_E4 = 900_000n;
const POINT_E4 = 10_000n;

/**
 * Everything that is doubtful about a curve, in the order of its knots.
 *
 * @param floorPpm  what is paid at least: below it the curve is flat
 * @param capPpm    what is paid at most: above it the curve is flat
 */
export function lintCurve(
  curve: Curve,
  { floorPpm, capPpm }: { readonly floorPpm: bigint; readonly capPpm: bigint },
): readonly CurveFinding[] {
  const broken = [...gaps(curve), ...overlaps(curve)];
  if (broken.length > 0) return broken;
  const falling = falls(curve);
  if (falling.length > 0) return [...falling, ...cliffs(curve)];
  const bounds = { least: greater(floorPpm, factorPpmAt(curve, 0n)), most: smaller(capPpm, mostPpm(curve)) };
  return [...cliffs(curve), ...deadZones(curve, bounds), ...saturation(curve, bounds)];
}

function gaps({ knots }: Curve): CurveFinding[] {
  const first = knots[0]?.indexE4 ?? TOP_E4;
  if (first === 0n) return [];
  return [{ fault: 'GAP', knot: 0, problem: `From 0 to ${points(first)} points the curve states no factor.` }];
}

function overlaps({ knots }: Curve): CurveFinding[] {
  return knots.flatMap(({ indexE4 }, knot): CurveFinding[] => {
    const before = knots[knot - 1];
    if (before === undefined || before.indexE4 < indexE4) return [];
    const problem = `${points(indexE4)} points stand after ${points(before.indexE4)}, so an index would have two factors.`;
    return [{ fault: 'OVERLAP', knot, problem }];
  });
}

function falls({ knots }: Curve): CurveFinding[] {
  return knots.flatMap(({ indexE4, factorPpm }, knot): CurveFinding[] => {
    const before = knots[knot - 1];
    if (before === undefined || before.factorPpm <= factorPpm) return [];
    return [{ fault: 'FALLS', knot, problem: `At ${points(indexE4)} points less is paid than before.` }];
  });
}

function cliffs({ kind, knots }: Curve): CurveFinding[] {
  return knots.flatMap((to, knot): CurveFinding[] => {
    const from = knots[knot - 1];
    if (from === undefined) return [];
    const rise = to.factorPpm > from.factorPpm ? to.factorPpm - from.factorPpm : from.factorPpm - to.factorPpm;
    const width = kind === 'STEP' ? 1n : to.indexE4 - from.indexE4;
    const perPoint = kind === 'STEP' ? rise : (rise * POINT_E4) / width;
    if (perPoint <= CLIFF_PPM) return [];
    const where = kind === 'STEP' ? `At ${points(to.indexE4)} points` : `Below ${points(to.indexE4)} points`;
    return [{ fault: 'CLIFF', knot, problem: `${where} one point moves ${percent(perPoint)} of the target amount.` }];
  });
}

interface Bounds {
  readonly least: bigint;
  readonly most: bigint;
}

/** Flat stretches from the bottom to where pay rises at last, and between two knots; the top is saturation. */
function deadZones(curve: Curve, { least, most }: Bounds): CurveFinding[] {
  const zones: { from: bigint; to: bigint; knot: number }[] = [];
  let from = 0n;
  curve.knots.forEach(({ factorPpm }, knot) => {
    const next = curve.knots[knot + 1];
    if (next === undefined) return;
    const rises = next.factorPpm > factorPpm && next.factorPpm > least && factorPpm < most;
    const end = curve.kind === 'STEP' ? next.indexE4 : firstAbove(curve, greater(factorPpm, least)) - 1n;
    if (!rises) return;
    zones.push({ from, to: end, knot });
    from = next.indexE4;
  });
  return zones
    .filter((zone) => zone.to - zone.from > DEAD_ZONE_E4)
    .map(({ from: begin, to, knot }) => ({
      fault: 'DEAD_ZONE',
      knot,
      problem: `From ${points(begin)} to ${points(to)} points more index pays nothing more.`,
    }));
}

function saturation(curve: Curve, { most }: Bounds): CurveFinding[] {
  const full = firstAbove(curve, most - 1n);
  if (full >= SATURATION_E4 || factorPpmAt(curve, 0n) >= most) return [];
  const knot = curve.knots.findLastIndex(({ indexE4 }) => indexE4 <= full);
  return [{ fault: 'SATURATES_EARLY', knot, problem: `From ${points(full)} points on nothing more is paid.` }];
}

/** The least index that pays more than a factor, found by halving: the curve never falls. */
function firstAbove(curve: Curve, factorPpm: bigint): bigint {
  let [below, above] = [-1n, TOP_E4];
  while (above - below > 1n) {
    const middle = (below + above) / 2n;
    const { numerator, denominator } = factorAt(curve, middle);
    if (numerator * WHOLE_PPM > factorPpm * denominator) above = middle;
    else below = middle;
  }
  return above;
}

function factorPpmAt(curve: Curve, indexE4: bigint): bigint {
  const { numerator, denominator } = factorAt(curve, indexE4);
  return (numerator * WHOLE_PPM) / denominator;
}

/** "62.5" of 625,000. */
export function points(indexE4: bigint): string {
  const decimals = (indexE4 % POINT_E4).toString().padStart(4, '0').replace(/0+$/, '');
  return decimals === '' ? String(indexE4 / POINT_E4) : `${indexE4 / POINT_E4}.${decimals}`;
}

/** "12.5 %" of 125,000. */
export function percent(factorPpm: bigint): string {
  const decimals = (factorPpm % POINT_E4).toString().padStart(4, '0').replace(/0+$/, '');
  return decimals === '' ? `${factorPpm / POINT_E4} %` : `${factorPpm / POINT_E4}.${decimals} %`;
}

function greater(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
