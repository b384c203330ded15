import { CxError } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/database.js';
import { batchesSince } from '../counts/cut.js';
import type { ShardCut } from '../counts/read.js';
import type { SnapshotContent } from '../periods/content.js';
import { boundsOf } from '../periods/life/read-arrivals.js';
import { type Life, readLife } from '../periods/life/read-life.js';
import { findCut, findSnapshot, type StoredSnapshot } from '../periods/store.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { type Adjustment, adjustmentName } from './adjustment.js';
import {
  type AdjustmentApprovals,
  type AdjustmentState,
  approvalsOfAdjustment,
  stateOfAdjustment,
} from './adjustment-state.js';
import { arrivedSince } from './arrived-since.js';
import { type Entry, entriesOf } from './entries.js';
import { postingPeriodOf, type RestatementRun, runIn, runsOf, type ScheduledRun } from './restatement-runs.js';
import { adjustmentsOf, cutOfAdjustment, endedPeriods, postedEntries } from './store.js';

/** An adjustment at an instant: what it would change or has changed, and what follows. */
export interface ReadAdjustment {
  readonly adjustment: Adjustment;
  readonly state: AdjustmentState;
  readonly approvals: AdjustmentApprovals;
  /** Of the ledger once it is posted; before, those that it would add. */
  readonly entries: readonly Entry[];
  /** Into which it was posted, or would be now; undefined when every later period has ended. */
  readonly postingPeriod: string | undefined;
  /** In which run it was posted, or would be now; undefined between the runs. */
  readonly run: RestatementRun | undefined;
  /** The version that it corrects. */
  readonly corrected: SnapshotContent;
}

/** What is corrected of a period, and when the next corrections may be posted. */
export interface PeriodAdjustments {
  readonly life: Life;
  readonly adjustments: readonly ReadAdjustment[];
  /** The ledger: every entry that was posted. */
  readonly entries: readonly Entry[];
  readonly runs: readonly ScheduledRun[];
  /** Undefined when every later period has ended. */
  readonly postingPeriod: string | undefined;
  readonly openRun: ScheduledRun | undefined;
}

/** The newest version that states what a closed period is worth. @throws {CxError} PERIOD_NOT_CLOSED */
export function latestOf({ history, period, state }: Pick<Life, 'history' | 'period' | 'state'>): StoredSnapshot {
  const latest = history.restated ?? history.closed;
  if (latest !== undefined) return latest;
  throw new CxError('PERIOD_NOT_CLOSED', `${period.name} is ${state}`, { field: 'name', facts: { state } });
}

/** Reads all adjustments of a period. @throws {CxError} PERIOD_NOT_IN_CALENDAR */
export async function readAdjustments(
  tx: Transaction,
  period: Period,
  rulesets: Rulesets,
  now: Instant,
): Promise<PeriodAdjustments> {
  const life = await readLife(tx, period, rulesets, now);
  const all = await adjustmentsOf(tx, period.name);
  const entries = await postedEntries(tx, period.name);
  const inOrder = rulesets.periods(period.kind, now);
  const runs = runsOf(period, inOrder, life.ruleset.closing);
  const postingPeriod = postingPeriodOf(period, inOrder, await endedPeriods(tx))?.name;
  const openRun = runIn(runs, postingPeriod);
  const latestVersion = (life.history.restated ?? life.history.closed)?.content.version ?? 0;
  const adjustments: ReadAdjustment[] = [];
  for (const adjustment of all) {
    const corrected = await correctedBy(tx, adjustment);
    const approvals = approvalsOfAdjustment(adjustment, corrected);
    const posting = adjustment.steps.at(-1)?.posting;
    const own = entries.filter((entry) => entry.adjustment === adjustment.number);
    adjustments.push({
      ...{ adjustment, approvals, corrected },
      state: stateOfAdjustment(adjustment, { approvals, periodState: life.state, latestVersion }),
      entries: posting === undefined ? await proposedEntries(tx, adjustment, corrected, life) : own,
      postingPeriod: posting?.postingPeriod ?? postingPeriod,
      run: posting?.run ?? (adjustment.isExtra ? 'EXTRA' : openRun?.run),
    });
  }
  return { life, adjustments, entries, runs, postingPeriod, openRun };
}

/** @throws {CxError} ADJUSTMENT_UNKNOWN */
export function adjustmentIn({ adjustments, life }: PeriodAdjustments, number: number): ReadAdjustment {
  const found = adjustments.find(({ adjustment }) => adjustment.number === number);
  if (found !== undefined) return found;
  const name = adjustmentName({ period: life.period.name, number });
  throw new CxError('ADJUSTMENT_UNKNOWN', `there is no ${name}`, { field: 'name' });
}

async function correctedBy(tx: Transaction, { period, supersedes }: Adjustment): Promise<SnapshotContent> {
  const found = await findSnapshot(tx, period, supersedes);
  if (found === undefined)
    throw new Error(`an adjustment corrects version ${supersedes} of ${period}, which is not there`);
  return found.content;
}

async function proposedEntries(
  tx: Transaction,
  adjustment: Adjustment,
  corrected: SnapshotContent,
  life: Life,
): Promise<readonly Entry[]> {
  const cut = await cutOfAdjustment(tx, adjustment);
  return entriesOf(adjustment, corrected, await arrivedBetween(tx, life, adjustment.supersedes, cut));
}

/** What a cut holds beyond that of a version, by department and arrival. */
export async function arrivedBetween(tx: Transaction, life: Life, version: number, cut: readonly ShardCut[]) {
  const { period, ruleset } = life;
  const [before, bounds] = [await findCut(tx, period.name, version), await boundsOf(tx, life)];
  const batches = await batchesSince(tx, period, undefined, before);
  return arrivedSince(batches, { before, cut, bounds, period, ruleset });
}
