import { compared } from '#libs/domain/fraction.js';
import { type Anchors, type Count, scoreRate } from '../arithmetic/score-rate.js';

/**
 * The counts of a metric if the cases that wait were judged in the worst and in the best way: all as misses and all as hits. A rate that can
 * be too high is best inside its range, and worst at one of the two ends.
 *
 * @param anchors  unset for a metric without a weight
 */
export function judgedWaiting(
  { hits, cases }: Count,
  waiting: bigint,
  anchors: Anchors | undefined,
): { readonly worst: Count; readonly best: Count } {
  const all = cases + waiting;
  const ends = [hits, hits + waiting].map((judged): Count => ({ hits: judged, cases: all })) as [Count, Count];
  if (anchors?.tooHigh === undefined) return { worst: ends[0], best: ends[1] };
  // The best whole number of hits is the first one at world class, the last one before the range ends, or an end.
  const inRange = [ceilingOf(anchors.worldClassPpm, all), floorOf(anchors.tooHigh.worldClassPpm, all)]
    .filter((judged) => judged >= hits && judged <= hits + waiting)
    .map((judged): Count => ({ hits: judged, cases: all }));
  const byScore = [...ends, ...inRange].sort((a, b) => compared(exactScore(a, anchors), exactScore(b, anchors)));
  return { worst: byScore[0] ?? ends[0], best: byScore.at(-1) ?? ends[1] };
}

const PPM = 1_000_000n;

function floorOf(ppm: bigint, cases: bigint): bigint {
  return (ppm * cases) / PPM;
}

function ceilingOf(ppm: bigint, cases: bigint): bigint {
  return (ppm * cases + PPM - 1n) / PPM;
}

function exactScore(count: Count, anchors: Anchors) {
  const score = scoreRate(count, anchors);
  return score.kind === 'scored' ? score.exactE4 : { numerator: 0n, denominator: 1n };
}
