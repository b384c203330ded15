import { inWords } from '#libs/domain/enum-words.js';
import type { Fraction } from '#libs/domain/fraction.js';
import type { StatementRecord, Step } from './statement-record.js';
import { factorText, grouped, metricName, points } from './statement-words.js';

/** What the pay plan makes of an index. */
export interface Factor {
  readonly plan: string;
  readonly of: (indexE4: bigint) => Fraction;
}

const ANCHOR: Readonly<Record<string, string>> = { FLOOR: 'floor', TARGET: 'target', WORLD_CLASS: 'world class' };

/** How many more cases had to be met to reach the next anchor of a metric, or fewer to fall below the last one, and what then. */
export function counterfactuals(
  { sensitivity, index, metrics }: StatementRecord,
  factor: Factor | undefined,
): readonly string[] {
  const now = index.index_e4;
  const casesOf = (metric: string) => metrics.find((one) => one.metric === metric)?.cases ?? '0';
  const sentence = (metric: string, step: Step, isMore: boolean) => {
    const name = `"${metricName(metric)}"`;
    const [count, of] = [grouped(step.hits), grouped(casesOf(metric))];
    const anchor = ANCHOR[step.anchor] ?? inWords(step.anchor);
    const how = isMore
      ? `If ${count} more of the ${of} cases had been met, ${name} would have reached its ${anchor}`
      : `If ${count} fewer of the ${of} cases had been met, ${name} would have fallen below its ${anchor}`;
    if (step.index_e4 === undefined || now === undefined) return `${how}.`;
    const then = `${how}: an index of ${points(BigInt(step.index_e4))} in place of ${points(BigInt(now))}`;
    if (factor === undefined) return `${then}.`;
    const [before, after] = [now, step.index_e4].map((e4) => factorText(factor.of(BigInt(e4))));
    return before === after
      ? `${then}, and the same factor.`
      : `${then}, and a factor of ${after} in place of ${before}.`;
  };
  return sensitivity.flatMap(({ metric, next, last }) => [
    ...(next === undefined ? [] : [sentence(metric, next, true)]),
    ...(last === undefined ? [] : [sentence(metric, last, false)]),
  ]);
}
