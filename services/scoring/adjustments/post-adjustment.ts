import { randomUUID } from 'node:crypto';
import { CxError } from '#libs/domain/error.js';
import type { Transaction } from '#libs/postgres/database.js';
import { viewAtCut } from '../counts/cut.js';
import { dumpLines, dumpSha256 } from '../counts/dump.js';
import type { CountsView, ShardCut } from '../counts/read.js';
import type { SnapshotContent } from '../periods/content.js';
import { requireGuards } from '../periods/guards.js';
import { requirePeople } from '../periods/life/take-step.js';
import { addSnapshot, findCut, type StoredSnapshot } from '../periods/store.js';
import { approvedGuard } from './adjustment-state.js';
import { latestOf, type PeriodAdjustments, type ReadAdjustment } from './read-adjustments.js';
import type { RestatementRun } from './restatement-runs.js';
import { addEntries, cutOfAdjustment } from './store.js';
import { type Adjusting, type AskingAboutAdjustment, takeAdjustmentStep } from './take-adjustment-step.js';

/** A period that was restated just now, in a transaction that is still open. */
export interface RestatedVersion {
  readonly stored: StoredSnapshot;
  /** The version that it corrects, and its cut. */
  readonly corrected: StoredSnapshot;
  readonly correctedCut: readonly ShardCut[];
  readonly cut: readonly ShardCut[];
  /** The counts at its cut, as they were read for the posting. */
  readonly view: CountsView;
}

/** Called in the transaction of a posting with the restated version: what proves it to others is stored with it, or nothing is. */
export type SealRestated = (tx: Transaction, restated: RestatedVersion) => Promise<void>;

export interface Posting extends AskingAboutAdjustment {
  readonly contentSha256: string;
}

/**
 * Posts an approved adjustment: counts the period again at its cut, makes the restated version, and adds the entries to the ledger, in one transaction.
 * What is posted is corrected by the next adjustment only.
 *
 * @throws {CxError} what `takeAdjustmentStep` throws; APPROVALS_MISSING, POSTER_IS_MAKER, POSTING_PERIOD_MISSING, RUN_NOT_OPEN, COUNTS_DIFFER,
 *                   and what the seal throws
 */
export function postAdjustment(
  adjusting: Adjusting & { readonly sealRestated: SealRestated },
  asking: Posting,
): Promise<ReadAdjustment> {
  const { by, now, period } = asking;
  let made: { readonly stored: StoredSnapshot; readonly postingPeriod: string } | undefined;
  const posted = async (found: ReadAdjustment, all: PeriodAdjustments, tx: Transaction) => {
    const { adjustment, approvals } = found;
    requireGuards([approvedGuard(approvals)], period, 'name');
    requirePeople(adjustment.proposedBy !== by.name, 'POSTER_IS_MAKER', `${by.name} proposed the adjustment`);
    const { postingPeriod, run } = requireRun(found, all);
    const corrected = latestOf(all.life);
    const [cut, correctedCut] = [
      await cutOfAdjustment(tx, adjustment),
      await findCut(tx, period.name, corrected.content.version),
    ];
    const view = await viewAtCut(tx, cut, period.firstDay, period.lastDay);
    const isSame = dumpSha256(dumpLines(view.rows)) === adjustment.content.countsSha256;
    requirePeople(isSame, 'COUNTS_DIFFER', 'the counts at the cut are not those of the adjustment');
    const approvedAs = approvals.current.map(({ role = '' }) => role);
    const stored = await addSnapshot(tx, {
      content: postedContent(adjustment.content, adjustment.contentSha256, { approvedAs, postingPeriod, run }),
      ...{ cut, requestId: randomUUID(), requestSha256: adjustment.contentSha256 },
      ...{ requestedBy: by.name, madeBy: by.name, createdAt: now },
    });
    await adjusting.sealRestated(tx, { stored, cut, view, corrected, correctedCut });
    made = { stored, postingPeriod };
    return { kind: 'POSTED', posting: { postingPeriod, run, version: stored.content.version } } as const;
  };
  const entries = async (found: ReadAdjustment, tx: Transaction) => {
    if (made === undefined) throw new Error('a posting has made no version');
    const { stored, postingPeriod } = made;
    const added = found.entries.map((entry) => ({ ...entry, postingPeriod }));
    await addEntries(tx, period.name, added, stored.contentSha256);
  };
  return takeAdjustmentStep(adjusting, 'POST', asking, posted, entries);
}

/** The restated version: what was approved, with its hash, who signed as what, and where it counts. */
export function postedContent(
  approved: SnapshotContent,
  approvedSha256: string,
  terms: { readonly approvedAs: readonly string[]; readonly postingPeriod: string; readonly run: RestatementRun },
): SnapshotContent {
  return { ...approved, approvedSha256, ...terms };
}

/** @throws {CxError} POSTING_PERIOD_MISSING, RUN_NOT_OPEN */
function requireRun({ run, postingPeriod }: ReadAdjustment, { life, runs }: PeriodAdjustments) {
  if (postingPeriod === undefined)
    throw new CxError('POSTING_PERIOD_MISSING', `every period after ${life.period.name} is closed or has not begun`, {
      field: 'name',
    });
  if (run !== undefined) return { postingPeriod, run };
  const next = runs.map((one) => `${one.run} with ${one.postingPeriod}`).join(', ');
  throw new CxError('RUN_NOT_OPEN', `corrections go with ${postingPeriod} now, the runs are ${next}`, {
    field: 'name',
    facts: { posting_period: postingPeriod },
  });
}
