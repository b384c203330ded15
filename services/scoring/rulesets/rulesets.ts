import type { Period } from '#libs/domain/period.js';
import { definitionIn, namesPeriod, type Ruleset } from './ruleset.js';

/** The rulesets of this installation. Each period is judged by the one that names it. */
export interface Rulesets {
  readonly all: readonly Ruleset[];
  /** Published last. */
  readonly newest: Ruleset;
  /** The ruleset that names a period; undefined when none does. */
  for(period: Period): Ruleset | undefined;
  /**
   * The definition of a metric that is counted in a period. A period that no ruleset names is counted as the ruleset before it
   * counts, or as the first ruleset does.
   *
   * @param metric  the name that it is recorded by
   */
  definitionIn(period: Period, metric: string): number;
  /** The months of all calendars, in order of time. */
  months(): readonly Period[];
}

/**
 * @throws {Error} when there is none, or two name the same period: a period is judged by one ruleset
 */
export function rulesetsOf(all: readonly Ruleset[]): Rulesets {
  const newest = all.toSorted((a, b) => b.publishedAt - a.publishedAt)[0];
  if (newest === undefined) throw new Error('there is no ruleset');
  checkCalendars(all);
  const inOrder = all.toSorted((a, b) => (firstDayOf(a) < firstDayOf(b) ? -1 : 1));
  const named = (period: Period) => all.find((ruleset) => namesPeriod(ruleset, period));
  const before = (period: Period) => inOrder.findLast((ruleset) => firstDayOf(ruleset) <= period.lastDay);
  return {
    all,
    newest,
    for: named,
    definitionIn: (period, metric) => definitionIn(named(period) ?? before(period) ?? inOrder[0], metric),
    months: () => {
      const months = all.flatMap(({ calendar }) => calendar.filter((period) => period.months === 1));
      return months.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

function checkCalendars(all: readonly Ruleset[]): void {
  const seen = new Map<string, string>();
  for (const { name, calendar } of all) {
    for (const period of calendar) {
      const other = seen.get(period.name);
      if (other !== undefined) throw new Error(`${period.name} is named by the rulesets ${other} and ${name}`);
      seen.set(period.name, name);
    }
  }
}

function firstDayOf({ calendar }: Ruleset): string {
  return calendar.map(({ firstDay }) => firstDay).sort()[0] ?? '';
}
