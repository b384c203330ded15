import { compared, type Fraction, fraction, minus, over, plus, sum, times, ZERO } from '#libs/domain/fraction.js';
import type { Count } from '../arithmetic/score-rate.js';

/** What the months of a metric say about its level when chance is taken out. Rates are exact. */
export interface Levels {
  /** All hits of all cases. */
  readonly mean: Fraction;
  /** Of each month, in the order given. */
  readonly levels: readonly Fraction[];
}

/**
 * The level of each month: its rate, pulled toward the mean of all months as far as chance explains its distance. A month of few cases
 * is pulled more than one of many; if the months differ by no more than chance, all of them have one level.
 *
 * With p the mean, n the cases of a month and N those of all months, the variance between months beyond chance is
 *
 *   v = (Σ n (rate - p)² - (months - 1) p (1 - p)) / (N - Σ n² / N), or 0 if that is less,
 *
 * and the level is p + (rate - p) · v / (v + p (1 - p) / n): the empirical Bayes estimate with variances by the method of moments.
 *
 * @param months  two or more, each with at least one case
 */
export function levelsOf(months: readonly Count[]): Levels {
  const cases = total(months.map((month) => month.cases));
  const mean = fraction(total(months.map(({ hits }) => hits)), cases);
  const chance = times(mean, minus(fraction(1n), mean));
  const between = varianceBetween(months, { mean, chance, cases });
  const levels = months.map((month) => {
    const distance = minus(fraction(month.hits, month.cases), mean);
    const own = over(chance, fraction(month.cases));
    if (between.numerator === 0n) return mean;
    return plus(mean, times(distance, over(between, plus(between, own))));
  });
  return { mean, levels };
}

function varianceBetween(
  months: readonly Count[],
  { mean, chance, cases }: { readonly mean: Fraction; readonly chance: Fraction; readonly cases: bigint },
): Fraction {
  const squares = sum(
    months.map((month) => {
      const distance = minus(fraction(month.hits, month.cases), mean);
      return times(times(distance, distance), month.cases);
    }),
  );
  const beyond = minus(squares, times(chance, BigInt(months.length - 1)));
  if (compared(beyond, ZERO) <= 0) return ZERO;
  return over(beyond, fraction(cases * cases - total(months.map((month) => month.cases * month.cases)), cases));
}

/**
 * The smallest level with so many of the cases in months at or below it. Months count by their cases, so a small one moves it little.
 *
 * @param share  of all cases, above 0 and at most 1
 */
export function levelAt(levels: readonly Fraction[], months: readonly Count[], share: Fraction): Fraction {
  const rising = levels
    .map((level, place) => ({ level, cases: months[place]?.cases ?? 0n }))
    .toSorted((a, b) => compared(a.level, b.level));
  const needed = total(months.map(({ cases }) => cases)) * share.numerator;
  let below = 0n;
  for (const { level, cases } of rising) {
    below += cases;
    if (below * share.denominator >= needed) return level;
  }
  throw new RangeError('there is no month');
}

function total(numbers: readonly bigint[]): bigint {
  return numbers.reduce((all, one) => all + one, 0n);
}
