import type { Anchors, Count } from '../index/arithmetic/score-rate.js';
import { isTooHigh } from '../index/arithmetic/score-rate.js';
import { departmentIndex, type IndexInput } from '../index/score/department-index.js';
import { NOTHING_COUNTED } from '../index/score/metric-counts.js';
import type { AnchorStep, Sensitivity } from './record.js';

const PPM = 1_000_000n;

/**
 * How many hits every weighed metric is from the next anchor and from falling below the last one, with the index then. Its cases stay the
 * same. A rate that is too high, and a metric without cases, are not near any anchor and are left out.
 */
export function sensitivities(input: IndexInput): readonly Sensitivity[] {
  return input.rules.flatMap(({ metric, anchors, stated }) => {
    const count = input.counts.get(metric)?.accountable;
    if (count === undefined || count.cases === 0n || count.hits < 0n || isTooHigh(count, anchors)) return [];
    const withIndex = (step: AnchorStep | undefined, hits: bigint) =>
      step && { ...step, indexE4: indexWith(input, metric, { ...count, hits }) };
    const { next, last } = stepsOf(count, anchors);
    return [
      {
        metric: stated.id,
        next: withIndex(next, count.hits + (next?.hits ?? 0n)),
        last: withIndex(last, count.hits - (last?.hits ?? 0n)),
      },
    ];
  });
}

/** The anchors on both sides of a rate: hits to the one above, and hits to lose until the rate is below the one that it has reached. */
export function stepsOf(
  { hits, cases }: Count,
  { floorPpm, targetPpm, worldClassPpm }: Anchors,
): Omit<Sensitivity, 'metric'> {
  const ladder = [
    { anchor: 'FLOOR', needed: hitsAt(floorPpm, cases) },
    { anchor: 'TARGET', needed: hitsAt(targetPpm, cases) },
    { anchor: 'WORLD_CLASS', needed: hitsAt(worldClassPpm, cases) },
  ] as const;
  const above = ladder.find(({ needed }) => needed > hits && needed <= cases);
  const below = ladder.findLast(({ needed }) => needed <= hits);
  return {
    next: above && { anchor: above.anchor, hits: above.needed - hits },
    last: below && { anchor: below.anchor, hits: hits - below.needed + 1n },
  };
}

/** The fewest hits whose rate is not below an anchor. */
function hitsAt(anchorPpm: bigint, cases: bigint): bigint {
  return (anchorPpm * cases + PPM - 1n) / PPM;
}

function indexWith(input: IndexInput, metric: string, accountable: Count): bigint | undefined {
  if (accountable.hits < 0n) return undefined;
  const counts = new Map(input.counts);
  counts.set(metric, { ...(counts.get(metric) ?? NOTHING_COUNTED), accountable });
  const { outcome } = departmentIndex({ ...input, counts });
  return outcome.kind === 'measured' ? outcome.indexE4 : undefined;
}
