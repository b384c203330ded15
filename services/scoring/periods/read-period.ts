import type { Department } from '#libs/domain/observation.js';
import type { Period } from '#libs/domain/period.js';
import { endOfDay, type Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/database.js';
import { type AnsweredIndex, answerIndex } from '../answers/answered-index.js';
import { periodCounts } from '../answers/period-counts.js';
import {
  batchesOfDays,
  type CountsAtCut,
  countsAndArrivals,
  countsAtCut,
  cutAtInstant,
  newestDrainedCut,
  type PeriodBatch,
  viewAtCut,
} from '../counts/cut.js';
import type { ShardCut } from '../counts/read.js';
import type { Ruleset } from '../rulesets/ruleset.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { type Guard, guardsOf } from './guards.js';
import { type CountedOverdue, countOverdue, type OverdueContest, overdueContests } from './overdue.js';

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
  /** Undefined when the newest batches are taken. */
  readonly cutOffAt: Instant | undefined;
  /** Contests that no one decided in time. */
  readonly overdue: readonly CountedOverdue[];
}

/** What the life of a period says about a version that is made now. */
export interface SnapshotTerms {
  readonly graceEndsAt?: Instant;
  /** Once it has come, a version ends there. */
  readonly cutOffAt?: Instant | undefined;
  /** Departments whose figures wait: they hold nothing back. */
  readonly held?: ReadonlySet<string>;
  /** What is asked of when observations arrived: nothing, or what a version after this cut states. Left out: all batches are opened. */
  readonly arrivals?: 'NOT_ASKED' | { readonly earlierCut: readonly ShardCut[] | undefined };
}

export async function readPeriod(
  tx: Transaction,
  period: Period,
  rulesets: Pick<Rulesets, 'for' | 'newest' | 'definitionIn' | 'isBoundAfterStart'>,
  now: Instant,
  terms: SnapshotTerms = {},
): Promise<PeriodReading> {
  const ruleset = rulesets.for(period);
  const { cut, missing } = await cutBy(tx, terms.cutOffAt);
  const counts = await countsBy(tx, cut, period, zoneOf(ruleset, rulesets), terms);
  const indexes =
    ruleset === undefined ? new Map<Department, AnsweredIndex>() : indexesOf(period, ruleset, rulesets, counts);
  const overdue = await overdueContests(tx, period);
  return {
    period,
    ruleset,
    counts,
    indexes,
    boundAfterStart: new Set([...indexes.keys()].filter((one) => rulesets.isBoundAfterStart(period, one))),
    guards: guardsOf({
      ...factsFor({ period, ruleset, counts, indexes, zone: zoneOf(ruleset, rulesets), now }, terms.held ?? new Set()),
      graceEndsAt: terms.graceEndsAt,
      cutOff: terms.cutOffAt === undefined ? undefined : { at: terms.cutOffAt, missing },
    }),
    cutOffAt: terms.cutOffAt,
    overdue:
      ruleset === undefined ? [] : countOverdue(overdue, { batches: await batchesOf(tx, overdue), cut }, ruleset),
  };
}

async function countsBy(
  tx: Transaction,
  cut: readonly ShardCut[],
  period: Period,
  zone: string,
  { arrivals }: SnapshotTerms,
): Promise<CountsAtCut> {
  const { firstDay, lastDay } = period;
  if (arrivals === undefined) return countsAtCut(tx, cut, firstDay, lastDay);
  if (arrivals === 'NOT_ASKED') return { view: await viewAtCut(tx, cut, firstDay, lastDay), cut, batches: [] };
  return countsAndArrivals(tx, cut, period, endOfDay(lastDay, zone), arrivals.earlierCut);
}

/** The batches that hold the cases of some contests, which are few. */
async function batchesOf(tx: Transaction, contests: readonly OverdueContest[]): Promise<readonly PeriodBatch[]> {
  const days = contests.map(({ day }) => day).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? [] : batchesOfDays(tx, first, last);
}

/** The cut at the cut-off, and the shards that have none yet, with their newest batches; without a cut-off the newest batches of all. */
async function cutBy(tx: Transaction, cutOffAt: Instant | undefined) {
  const newest = await newestDrainedCut(tx);
  if (cutOffAt === undefined) return { cut: newest, missing: [] };
  const cut = await cutAtInstant(tx, cutOffAt);
  const silent = newest.filter(({ shardId }) => !cut.some((one) => one.shardId === shardId));
  return { cut: [...cut, ...silent], missing: silent.map(({ source, shard }) => `${source}/${shard}`) };
}

/** The index of every department that a ruleset weighs, from the counts of a period. */
export function indexesOf(
  period: Period,
  ruleset: Ruleset,
  rulesets: Pick<Rulesets, 'definitionIn'>,
  { view }: Pick<CountsAtCut, 'view'>,
): ReadonlyMap<Department, AnsweredIndex> {
  const counted = periodCounts(view, period, (one, metric) => rulesets.definitionIn(one, metric));
  return new Map(
    [...ruleset.departments.keys()].map((department) => [
      department,
      answerIndex({ department, period }, counted, ruleset),
    ]),
  );
}

interface Facts extends Omit<PeriodReading, 'guards' | 'boundAfterStart' | 'cutOffAt' | 'overdue'> {
  readonly zone: string;
  readonly now: Instant;
}

function factsFor({ period, ruleset, counts, indexes, zone, now }: Facts, held: ReadonlySet<string>) {
  const { view } = counts;
  const going = [...(ruleset?.departments ?? [])].filter(([department]) => !held.has(department));
  const scored = going.flatMap(([, rules]) => rules);
  const sources = [...indexes.keys()].filter((department) => !held.has(department));
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
    coverage: [...indexes]
      .filter(([department]) => !held.has(department))
      .map(([department, { index }]) => ({ department, coverageBp: index.coverageBp })),
  };
}

/** A period that no ruleset names is over in the company's zone all the same; a company without rules has none yet. */
function zoneOf(ruleset: Ruleset | undefined, rulesets: Pick<Rulesets, 'newest'>): string {
  return (ruleset ?? rulesets.newest)?.zone ?? 'UTC';
}
