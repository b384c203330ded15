import { readFileSync } from 'node:fs';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { counterMetricOf } from '#libs/catalogue/counter-metrics.js';
import type { CountedCell, Department } from '#libs/domain/observation.js';
import { isInPeriod, type Period, parsePeriod } from '#libs/domain/period.js';
import type { BuiltInSource } from '#libs/domain/source.js';
import { type AnsweredIndex, answerIndex } from '#services/scoring/answers/answered-index.js';
import { periodCounts } from '#services/scoring/answers/period-counts.js';
import type { CountsView, WaitingRow } from '#services/scoring/counts/read.js';
import { type MissGroup, parseGroupBy, rankMisses } from '#services/scoring/index/misses/misses.js';
import { parseRuleset } from '#services/scoring/rulesets/ruleset.js';
import type { JudgedRetailer } from './judge-retailer.js';

const RULESET = parseRuleset(readFileSync('data/kontor/company/ruleset.yaml', 'utf8'));

/** What scoring answers about what was judged, by the rules of the retailer. */
export interface Answers {
  index(department: Department, period: string, unit?: string): AnsweredIndex;
  /** Rate of hits of the accountable cases, in percent; of a unit and all below it. */
  rate(metric: string, period: string, unit?: string): number;
  /** Misses of a metric in a period, most first. */
  misses(metric: string, period: string, groupBy: string): readonly MissGroup[];
  /** Metrics of a department by the points of the index that are missing to the target of 80, most first. */
  lost(
    department: Department,
    period: string,
    unit?: string,
  ): readonly { readonly metric: string; readonly points: number }[];
}

export function answersOf({ verdicts, waiting }: JudgedRetailer): Answers {
  const view = viewOf(verdicts, waiting);
  const counts = (period: string) => periodCounts(view, named(period), () => 1);
  const index: Answers['index'] = (department, period, unit) =>
    answerIndex(
      { department, period: named(period), ...(unit === undefined ? {} : { unit }) },
      counts(period),
      RULESET,
    );
  return {
    index,
    rate: (metric, period, unit) => {
      const own = counts(period)
        .cellsOf(recordedName(metric), unit)
        .filter((cell) => cell.class === 'ACCOUNTABLE');
      const hits = own.reduce((sum, cell) => sum + Number(cell.hits), 0);
      const misses = own.reduce((sum, cell) => sum + Number(cell.misses), 0);
      return (100 * hits) / (hits + misses);
    },
    misses: (metric, period, groupBy) => {
      const by = parseGroupBy(groupBy);
      const department = CATALOGUE.named(metric)[0]?.source;
      if (by === undefined || department === undefined || department === 'survey')
        throw new Error(`no misses of ${metric} by ${groupBy}`);
      const days = named(period);
      const cells = view.rows
        .filter((row) => row.metric === recordedName(metric) && isInPeriod(row.day, days))
        .map((row) => ({ ...row, department }));
      return rankMisses(cells, [], by).groups;
    },
    lost: (department, period, unit) =>
      index(department, period, unit)
        .index.metrics.map(({ rule, pointsToTargetE4 }) => ({
          metric: rule.stated.id,
          points: Number(pointsToTargetE4) / 10_000,
        }))
        .sort((a, b) => b.points - a.points),
  };
}

/** The metric that shows when another one is gamed. */
export function counterOf(id: string): string {
  const definition = CATALOGUE.named(id)[0];
  return definition === undefined ? '' : counterMetricOf(definition);
}

function recordedName(id: string): string {
  return CATALOGUE.named(id)[0]?.recordedAs ?? id;
}

function named(period: string): Period {
  const found = parsePeriod(period);
  if (found === undefined) throw new Error(`${period} is no period`);
  return found;
}

function viewOf(verdicts: JudgedRetailer['verdicts'], waiting: JudgedRetailer['waiting']): CountsView {
  const rows = new Map<string, CountedCell>();
  for (const { source: _, hits, misses, part: __, cause: ___, ...cell } of verdicts) {
    const key = JSON.stringify(cell);
    const before = rows.get(key);
    rows.set(key, {
      ...cell,
      hits: (before?.hits ?? 0n) + BigInt(hits),
      misses: (before?.misses ?? 0n) + BigInt(misses),
    });
  }
  const waits = new Map<string, WaitingRow>();
  for (const { source, metric, definition, unit, day, waitsFor } of waiting) {
    const row = { source: source as BuiltInSource, metric, definition, unit, day, waitsFor };
    const key = JSON.stringify(row);
    waits.set(key, { ...row, cases: (waits.get(key)?.cases ?? 0n) + 1n });
  }
  const data = {
    ...{ cutSha256: new Uint8Array(32), batches: 1n, appliedAt: 0, completeThrough: 0, missingBatches: 0n },
    ...{ quarantinedBatches: 0n, progressVersion: 1n, shards: [] },
  };
  return { rows: [...rows.values()], waiting: [...waits.values()], feeds: [], data };
}
