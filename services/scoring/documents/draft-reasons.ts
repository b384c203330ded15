import { groupBy } from '#libs/domain/group-by.js';
import { divideHalfUp } from '#libs/domain/integer.js';
import type { SuggestedMetric, SuggestedMonth } from '../answers/suggestion.js';
import type { Basis, FloorBy, TargetBy, WorldClassBy } from '../index/suggest/suggest-anchors.js';

/** Of a month's score, one standard error: more means that chance decides more than work. */
const NOISY_E4 = 100_000n;

/** The anchors of a metric as lines of YAML, with what they were made of as comments; or why there are none. */
export function anchorLines(metric: SuggestedMetric, leastMonths: number): readonly string[] {
  const { months, suggestion, reference } = metric;
  const known = reference === undefined ? [] : [referenceLine(reference)];
  if (suggestion.kind === 'none') {
    const why =
      suggestion.reason === 'NO_HIT'
        ? 'no case was a hit'
        : `${usedIn(months).length} of at least ${leastMonths} months can be used`;
    return [
      `# No anchors, ${suggestion.reason}: ${why}.${leftOutWords(months)}`,
      ...known,
      '# Write floor_ppm, target_ppm and world_class_ppm here, or leave the metric out.',
    ];
  }
  const { anchors, basis, floorBy, targetBy, worldClassBy } = suggestion;
  return [
    `# ${basisWords(basis, months)}${leftOutWords(months)}`,
    ...known,
    ...chanceLine(suggestion.chanceE4, basis.typicalCases),
    `floor_ppm: ${anchors.floorPpm} # ${FLOOR[floorBy]}`,
    `target_ppm: ${anchors.targetPpm} # ${TARGET[targetBy]}`,
    `world_class_ppm: ${anchors.worldClassPpm} # ${WORLD_CLASS[worldClassBy]}`,
  ];
}

export const FLOOR: Readonly<Record<FloorBy, string>> = {
  LOW_LEVEL_LESS_CHANCE: 'the low level, less what chance can take from a typical month',
  LEAST_WIDTH: 'half as many misses again as at the target: a nearer floor would pay for what customers hardly notice',
  SLOPE: 'raised, so that the last points above the target are not paid most',
};

export const TARGET: Readonly<Record<TargetBy, string>> = {
  USUAL_HIGH_LEVEL: 'the high level: a quarter of the cases lies in months that reached it',
  MEAN: 'the mean, because a few very good months lift it above the high level',
  REFERENCE: 'the reference, which the best month reached',
  BEST_LEVEL: 'the best month, because the reference is higher than any month',
  ONE_MISS: 'one miss in a typical month: at a higher target a single case would decide',
  SLOPE: 'lowered, so that the last points above it are not paid most',
};

export const WORLD_CLASS: Readonly<Record<WorldClassBy, string>> = {
  HALF_THE_DISTANCE: 'half of the misses at the target',
  REFERENCE: 'the reference',
  BEST_LEVEL: 'the best month',
  SLOPE: 'raised, so that the last points above the target are not paid most',
};

/** 948325n of a million is "94.83 %"; 999983n is "99.9983 %". */
export function percentOf(ppm: bigint): string {
  const [digits, scale] = ppm > 999_000n ? [4, 1n] : [2, 100n];
  const parts = divideHalfUp(ppm, scale)
    .toString()
    .padStart(digits + 1, '0');
  return `${parts.slice(0, -digits)}.${parts.slice(-digits)} %`.replace(/\.?0+ %$/, ' %');
}

function basisWords(
  { meanPpm, lowPpm, highPpm, bestPpm, typicalCases }: Basis,
  months: readonly SuggestedMonth[],
): string {
  const used = usedIn(months);
  const cases = used.reduce((all, { count }) => all + count.cases, 0n);
  const levels = `mean ${percentOf(meanPpm)}, low level ${percentOf(lowPpm)}, high level ${percentOf(highPpm)}, best month ${percentOf(bestPpm)}`;
  return `${used.length} months, ${grouped(cases)} cases, ${grouped(typicalCases)} in a typical month: ${levels}.`;
}

function referenceLine({ targetPpm, worldClassPpm, source }: NonNullable<SuggestedMetric['reference']>): string {
  return `# Reference ${percentOf(BigInt(targetPpm))} and ${percentOf(BigInt(worldClassPpm))}: ${source}`;
}

function chanceLine(chanceE4: bigint, typicalCases: bigint): readonly string[] {
  const points = `${chanceE4 / 10_000n}.${(chanceE4 / 1_000n) % 10n}`;
  const says = `# Chance moves the score of a month of ${grouped(typicalCases)} cases by ${points} points (one standard error).`;
  return [chanceE4 > NOISY_E4 ? `${says} That is much: judge longer periods.` : says];
}

/** " Left out: 2026-03, 2026-04 TOO_FEW_CASES." */
function leftOutWords(months: readonly SuggestedMonth[]): string {
  const left = months.filter(({ leftOut }) => leftOut !== undefined);
  if (left.length === 0) return '';
  const groups = [...groupBy(left, ({ leftOut }) => leftOut ?? '')].map(([reason, own]) => {
    const names = own.map(({ period }) => period.name);
    const start = months.indexOf(own[0] as SuggestedMonth);
    const isRun = own.length > 2 && own.every((month, place) => months[start + place] === month);
    return `${isRun ? `${names[0]} to ${names.at(-1)}` : names.join(', ')} ${reason}`;
  });
  return ` Left out: ${groups.join('; ')}.`;
}

/** 12359n is "12,359". */
function grouped(count: bigint): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function usedIn(months: readonly SuggestedMonth[]): readonly SuggestedMonth[] {
  return months.filter(({ leftOut }) => leftOut === undefined);
}
