import { CLASSES, type CountedCell } from '#libs/domain/observation.js';
import { isInPeriod, type Period } from '#libs/domain/period.js';
import { type MetricCounts, missesOf } from '../index/score/metric-counts.js';
import type { MetricRule } from '../rulesets/ruleset.js';
import type { ClassTotal, RecordMetric, Statistic } from './record.js';

/** The counts of the weighed metrics in a period, units added up, in the order of the ruleset and then of their fields. */
export function statisticsOf(
  rows: readonly CountedCell[],
  period: Period,
  rules: readonly MetricRule[],
): readonly Statistic[] {
  return rules.flatMap(({ metric, definition }) => {
    const found = new Map<string, Statistic>();
    for (const row of rows) {
      if (row.metric !== metric || row.definition !== definition || !isInPeriod(row.day, period)) continue;
      const { day, class: group, reason, responsible, origin } = row;
      const key = [day, group, reason, responsible, origin].join('\t');
      const before = found.get(key);
      const hits = (before?.hits ?? 0n) + row.hits;
      const misses = (before?.misses ?? 0n) + row.misses;
      found.set(key, { metric, definition, day, class: group, reason, responsible, origin, hits, misses });
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statistic]) => statistic);
  });
}

/** The observations of each class that has some. */
export function classTotals(statistics: readonly Statistic[]): readonly ClassTotal[] {
  const groups = [...new Set(statistics.map((one) => one.class))];
  return groups
    .toSorted((a, b) => CLASSES.numberOf(a) - CLASSES.numberOf(b))
    .map((group) => {
      const own = statistics.filter((one) => one.class === group);
      const hits = own.reduce((sum, one) => sum + one.hits, 0n);
      return { class: group, hits, misses: own.reduce((sum, one) => sum + one.misses, 0n) };
    });
}

/** Who answers for the misses of a metric: the department for the accountable ones, then the others by name. */
export function attributionOf(
  department: string,
  { accountable, notAccountable }: MetricCounts,
): RecordMetric['attribution'] {
  const misses = new Map([[department, missesOf(accountable)]]);
  for (const one of notAccountable) misses.set(one.responsible, (misses.get(one.responsible) ?? 0n) + missesOf(one));
  const [own, ...others] = [...misses].map(([party, count]) => ({ party, misses: count }));
  return own === undefined ? [] : [own, ...others.toSorted((a, b) => (a.party < b.party ? -1 : 1))];
}
