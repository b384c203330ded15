import type { Dimension } from '#libs/catalogue/limits.js';
import { DIMENSION_VALUES } from '../metrics/dimensions.js';

type Exception = Readonly<Record<string, unknown>>;

/** A value that no exception names: of open dimensions, and of cases whose feed does not report the dimension. */
const ANY_OTHER = '';

/**
 * Whether earlier exceptions together take every case that an exception describes. It tries each combination of values: they are few,
 * because a metric has two dimensions.
 */
export function areTaken(earlier: readonly Exception[], exception: Exception, by: readonly Dimension[]): boolean {
  const named = (dimension: Dimension) => [
    ...(DIMENSION_VALUES[dimension] ?? earlier.flatMap((one) => valuesOf(one, dimension) ?? [])),
    ANY_OTHER,
  ];
  const cases = by.reduce<readonly (readonly string[])[]>(
    (combinations, dimension) => {
      const values = valuesOf(exception, dimension) ?? [...new Set(named(dimension))];
      return combinations.flatMap((one) => values.map((value) => [...one, value]));
    },
    [[]],
  );
  const isTaken = (values: readonly string[]) =>
    earlier.some((one) =>
      by.every((dimension, place) => valuesOf(one, dimension)?.includes(values[place] ?? '') ?? true),
    );
  return cases.every(isTaken);
}

function valuesOf(exception: Exception, dimension: Dimension): readonly string[] | undefined {
  return exception[dimension] as readonly string[] | undefined;
}
