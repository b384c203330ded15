import { isInPeriod, type Period } from '#libs/domain/period.js';
import type { Unit } from '#libs/domain/unit.js';
import type { CountsView } from '../counts/read.js';
import type { CountedCell, WaitingCell } from '../index/metric-counts.js';

/** What was counted in one period, days added up, to be looked up by metric and unit. */
export interface PeriodCounts {
  readonly period: Period;
  /** Of the whole metric, or of a unit and all below it. */
  cellsOf(metric: string, unit?: Unit): readonly CountedCell[];
  waitingOf(metric: string, unit?: Unit): readonly WaitingCell[];
  /** Every unit in which something was counted or waits, as it was counted. */
  unitsOf(metric: string): readonly Unit[];
  readonly feeds: CountsView['feeds'];
  readonly data: CountsView['data'];
}

/** Which definition of a metric is counted; undefined for metrics nobody asks for. */
export type DefinitionOf = (metric: string) => number | undefined;

/** The key under which the whole of a metric is kept: no unit is called so. */
const WHOLE = '';

/** Adds up the days of a period. The view may be of more days than that. */
export function periodCounts(view: CountsView, period: Period, definitionOf: DefinitionOf): PeriodCounts {
  const isAsked = (row: { metric: string; definition: number; day: string }) =>
    isInPeriod(row.day, period) && definitionOf(row.metric) === row.definition;
  const cells = byMetricAndUnit(addUpDays(view.rows.filter(isAsked), period));
  const waiting = byMetricAndUnit(view.waiting.filter(isAsked));
  const units = (metric: string) => [
    ...(cells.get(metric)?.get(WHOLE) ?? []),
    ...(waiting.get(metric)?.get(WHOLE) ?? []),
  ];
  return {
    period,
    cellsOf: (metric, unit = WHOLE) => cells.get(metric)?.get(unit) ?? [],
    waitingOf: (metric, unit = WHOLE) => waiting.get(metric)?.get(unit) ?? [],
    unitsOf: (metric) => [...new Set(units(metric).map(({ unit }) => unit))].sort(),
    feeds: view.feeds,
    data: view.data,
  };
}

function addUpDays(rows: readonly CountedCell[], period: Period): readonly CountedCell[] {
  const cells = new Map<string, CountedCell>();
  for (const row of rows) {
    const { metric, unit, class: group, reason, responsible, origin } = row;
    const key = `${metric} ${unit} ${group} ${reason} ${responsible} ${origin}`;
    const before = cells.get(key);
    const hits = (before?.hits ?? 0n) + row.hits;
    const misses = (before?.misses ?? 0n) + row.misses;
    cells.set(key, { ...row, day: period.firstDay, hits, misses });
  }
  return [...cells.values()];
}

/** Every item under its metric, there under each prefix of its unit, so that no question has to search. */
function byMetricAndUnit<T extends { readonly metric: string; readonly unit: Unit }>(items: readonly T[]) {
  const metrics = new Map<string, Map<Unit, T[]>>();
  for (const item of items) {
    const units = metrics.get(item.metric) ?? new Map<Unit, T[]>();
    metrics.set(item.metric, units);
    for (const unit of [WHOLE, ...prefixesOf(item.unit)]) {
      const same = units.get(unit);
      if (same === undefined) units.set(unit, [item]);
      else same.push(item);
    }
  }
  return metrics;
}

/** "area/sp" lies within "area" and within itself. */
function prefixesOf(unit: Unit): readonly Unit[] {
  const names = unit.split('/');
  return names.map((_, place) => names.slice(0, place + 1).join('/'));
}
