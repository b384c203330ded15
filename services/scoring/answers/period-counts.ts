import { groupBy } from '#libs/domain/group-by.js';
import type { CountedCell, WaitingCell } from '#libs/domain/observation.js';
import { isInPeriod, type Period } from '#libs/domain/period.js';
import type { Day } from '#libs/domain/time.js';
import { type Unit, unitAndAbove } from '#libs/domain/unit.js';
import type { CountsView } from '../counts/read.js';

/** The counts of one period, days added up, by metric and unit. Metrics are named as they are recorded. */
export interface PeriodCounts {
  readonly period: Period;
  /** Of the whole metric, or of a unit and all below it. */
  cellsOf(metric: string, unit?: Unit): readonly CountedCell[];
  waitingOf(metric: string, unit?: Unit): readonly WaitingCell[];
  /** Every unit in which a case was counted or waits. */
  unitsOf(metric: string): readonly Unit[];
  readonly feeds: CountsView['feeds'];
  readonly data: CountsView['data'];
}

/** The definition of a metric that is counted in a period. */
export type DefinitionIn = (period: Period, metric: string) => number;

/** Adds up the days of one period. The view may be of more days than that. */
export function periodCounts(view: CountsView, period: Period, definitionIn: DefinitionIn): PeriodCounts {
  return periodsOf(view, definitionIn)(period);
}

/** The same for many periods of one view, whose rows are grouped once. */
export function periodsOf(view: CountsView, definitionIn: DefinitionIn): (period: Period) => PeriodCounts {
  const cells = byDefinitionAndDay(view.rows);
  const waiting = byDefinitionAndDay(view.waiting);
  return (period) => {
    // The rows of the period are picked now, so that a cached period does not hold the rows of others.
    const [ownCells, ownWaiting] = [within(cells, period, definitionIn), within(waiting, period, definitionIn)];
    const cellsIn = onceAMetric((metric) => new ByUnit(addUpDays(ownCells.get(metric) ?? [], period)));
    const waitingIn = onceAMetric((metric) => new ByUnit((ownWaiting.get(metric) ?? []).flat()));
    return {
      period,
      cellsOf: (metric, unit) => cellsIn(metric).of(unit),
      waitingOf: (metric, unit) => waitingIn(metric).of(unit),
      unitsOf: (metric) =>
        [...new Set([...cellsIn(metric).of(), ...waitingIn(metric).of()].map(({ unit }) => unit))].sort(),
      feeds: view.feeds,
      data: view.data,
    };
  };
}

type ByDay<T> = ReadonlyMap<Day, readonly T[]>;

/** The rows of each day, by definition, by metric. Definitions of one metric are counted side by side, never together. */
type ByDefinition<T> = ReadonlyMap<string, ReadonlyMap<number, ByDay<T>>>;

function byDefinitionAndDay<T extends { readonly metric: string; readonly definition: number; readonly day: Day }>(
  rows: readonly T[],
): ByDefinition<T> {
  const days = (own: readonly T[]) => groupBy(own, ({ day }) => day);
  const definitions = (own: readonly T[]) =>
    new Map([...groupBy(own, ({ definition }) => definition)].map(([number, ofOne]) => [number, days(ofOne)]));
  return new Map([...groupBy(rows, ({ metric }) => metric)].map(([metric, own]) => [metric, definitions(own)]));
}

/** Of each metric the days of a period, each with its rows, by the definition that is counted in the period. */
function within<T>(
  metrics: ByDefinition<T>,
  period: Period,
  definitionIn: DefinitionIn,
): ReadonlyMap<string, readonly (readonly T[])[]> {
  const own = (days: ByDay<T>) => [...days].flatMap(([day, rows]) => (isInPeriod(day, period) ? [rows] : []));
  return new Map(
    [...metrics].map(([metric, definitions]) => [
      metric,
      own(definitions.get(definitionIn(period, metric)) ?? new Map()),
    ]),
  );
}

/** A request reads few of the metrics of a view, so each metric is added up when it is first read. */
function onceAMetric<T>(make: (metric: string) => T): (metric: string) => T {
  const made = new Map<string, T>();
  return (metric) => {
    const found = made.get(metric) ?? make(metric);
    made.set(metric, found);
    return found;
  };
}

function addUpDays(days: readonly (readonly CountedCell[])[], period: Period): readonly CountedCell[] {
  const [only = [], ...others] = days;
  if (others.length === 0 && only.every(({ day }) => day === period.firstDay)) return only;
  const cells = new Map<string, CountedCell>();
  for (const row of days.flat()) {
    const { unit, class: group, reason, responsible, origin } = row;
    const key = `${unit} ${group} ${reason} ${responsible} ${origin}`;
    const before = cells.get(key);
    const hits = (before?.hits ?? 0n) + row.hits;
    const misses = (before?.misses ?? 0n) + row.misses;
    cells.set(key, { ...row, day: period.firstDay, hits, misses });
  }
  return [...cells.values()];
}

/** The items of one metric. The first request for a unit sorts them under every prefix of their units. */
class ByUnit<T extends { readonly unit: Unit }> {
  #units: ReadonlyMap<Unit, readonly T[]> | undefined;

  constructor(private readonly items: readonly T[]) {}

  /** Of a unit and all below it, or of all. */
  of(unit?: Unit): readonly T[] {
    if (unit === undefined) return this.items;
    this.#units ??= underPrefixes(this.items);
    return this.#units.get(unit) ?? [];
  }
}

/** "area/sp" lies within "area" and within itself. */
function underPrefixes<T extends { readonly unit: Unit }>(items: readonly T[]): ReadonlyMap<Unit, readonly T[]> {
  const units = new Map<Unit, T[]>();
  for (const [unit, own] of groupBy(items, (item) => item.unit)) {
    for (const prefix of unitAndAbove(unit)) {
      const all = units.get(prefix) ?? [];
      units.set(prefix, all);
      for (const item of own) all.push(item);
    }
  }
  return units;
}
