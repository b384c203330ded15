import { departmentIndex, type IndexInput } from './department-index.js';
import { addCounts, type ClassCount, type MetricCounts } from './metric-counts.js';

/**
 * The index if the department answered for some of the cases for which it does not answer: the same rules over the counts with these cases
 * among the accountable ones. Undefined when it would not be measured.
 */
export function indexGivenBack(
  input: IndexInput,
  isGivenBack: (count: ClassCount, metric: string) => boolean,
): bigint | undefined {
  const counts = [...input.counts].map(([metric, own]) => {
    return [metric, givenBack(own, (count) => isGivenBack(count, metric))] as const;
  });
  const { outcome } = departmentIndex({ ...input, counts: new Map(counts) });
  return outcome.kind === 'measured' ? outcome.indexE4 : undefined;
}

function givenBack(counts: MetricCounts, isGivenBack: (count: ClassCount) => boolean): MetricCounts {
  return {
    ...counts,
    accountable: counts.notAccountable.filter(isGivenBack).reduce(addCounts, counts.accountable),
    notAccountable: counts.notAccountable.filter((count) => !isGivenBack(count)),
  };
}
