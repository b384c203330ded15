import type { Department } from '#libs/domain/observation.js';
import type { Period } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/database.js';
import { type AnsweredIndex, answerIndex } from '../answers/answered-index.js';
import { periodCounts } from '../answers/period-counts.js';
import { type CountsAtCut, countsAtCut, newestDrainedCut } from '../counts/cut.js';
import type { Ruleset } from '../rulesets/ruleset.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { type Guard, guardsOf } from './guards.js';

/** Everything a snapshot of a period is made of, and whether it may be made; read in one repeatable read. */
export interface PeriodReading {
  readonly period: Period;
  /** Undefined when none names the period. */
  readonly ruleset: Ruleset | undefined;
  readonly counts: CountsAtCut;
  readonly indexes: ReadonlyMap<Department, AnsweredIndex>;
  /** Departments whose index is decided by something that was published after it had begun. */
  readonly boundAfterStart: ReadonlySet<Department>;
  readonly guards: readonly Guard[];
}

export async function readPeriod(
  tx: Transaction,
  period: Period,
  rulesets: Rulesets,
  now: Instant,
): Promise<PeriodReading> {
  const ruleset = rulesets.for(period);
  const counts = await countsAtCut(tx, await newestDrainedCut(tx), period.firstDay, period.lastDay);
  const indexes =
    ruleset === undefined ? new Map<Department, AnsweredIndex>() : indexesOf(period, ruleset, rulesets, counts);
  return {
    period,
    ruleset,
    counts,
    indexes,
    boundAfterStart: new Set([...indexes.keys()].filter((one) => rulesets.isBoundAfterStart(period, one))),
    guards: guardsOf(factsFor({ period, ruleset, counts, indexes, zone: zoneOf(ruleset, rulesets), now })),
  };
}

/** The index of every department that a ruleset weighs, from the counts of a period. */
export function indexesOf(
  period: Period,
  ruleset: Ruleset,
  rulesets: Rulesets,
  { view }: CountsAtCut,
): ReadonlyMap<Department, AnsweredIndex> {
  const counted = periodCounts(view, period, (one, metric) => rulesets.definitionIn(one, metric));
  return new Map(
    [...ruleset.departments.keys()].map((department) => [
      department,
      answerIndex({ department, period }, counted, ruleset),
    ]),
  );
}

interface Facts extends Omit<PeriodReading, 'guards' | 'boundAfterStart'> {
  readonly zone: string;
  readonly now: Instant;
}

function factsFor({ period, ruleset, counts, indexes, zone, now }: Facts) {
  const { view } = counts;
  const scored = [...(ruleset?.departments.values() ?? [])].flat();
  const sources = [...indexes.keys()];
  const waiting = view.waiting.filter(({ metric, definition }) =>
    scored.some((rule) => rule.metric === metric && rule.definition === definition),
  );
  return {
    now,
    firstDay: period.firstDay,
    lastDay: period.lastDay,
    zone,
    maturesAfterDays: Math.max(0, ...scored.map(({ stated }) => stated.maturesAfterDays)),
    ruleset: ruleset?.name,
    feeds: view.feeds.filter(({ source }) => sources.some((one) => one === source)),
    sources,
    waiting,
    missingBatches: view.data.missingBatches,
    quarantinedBatches: view.data.quarantinedBatches,
    batches: view.data.batches,
    minimumCoverageBp: ruleset?.minimumCoverageBp ?? 0n,
    coverage: [...indexes].map(([department, { index }]) => ({ department, coverageBp: index.coverageBp })),
  };
}

/** A period that no ruleset names is over in the company's zone all the same; a company without rules has none yet. */
function zoneOf(ruleset: Ruleset | undefined, rulesets: Rulesets): string {
  return (ruleset ?? rulesets.newest)?.zone ?? 'UTC';
}
