import { randomUUID } from 'node:crypto';
import type { Transaction } from '#libs/postgres/database.js';
import { viewAtCut } from '../../counts/cut.js';
import { dumpLines, dumpSha256 } from '../../counts/dump.js';
import type { CountsView, ShardCut } from '../../counts/read.js';
import { addSnapshot, findCut, type StoredSnapshot } from '../store.js';
import { approvalsOf } from './approvals.js';
import { closedContent, closeTerms } from './closed-content.js';
import { closeGuards } from './closing-guards.js';
import type { Life } from './read-life.js';
import { type StepToAdd, upheldLines } from './store.js';
import { type Asking, requirePeople, type Stepping, takeStep } from './take-step.js';

/** A period that was closed just now, in a transaction that is still open. */
export interface ClosedVersion {
  readonly stored: StoredSnapshot;
  readonly approved: StoredSnapshot;
  /** Its counts at its cut, as they were read for the close. */
  readonly view: CountsView;
  readonly cut: readonly ShardCut[];
}

/** Called in the transaction of a close with the closed version: what proves it to others is stored with it, or nothing is. */
export type Seal = (tx: Transaction, closed: ClosedVersion) => Promise<void>;

export interface Closing extends Asking {
  readonly contentSha256: string;
}

/**
 * Closes a period: counts it again at its cut, makes the closed version and adds the step, in one transaction. There is no way back.
 *
 * @throws {CxError} what `takeStep` throws; REVIEW_NOT_OVER, CLOSING_VERSION_MISSING, CONTESTS_OPEN, APPROVALS_MISSING;
 *                   CONTENT_NOT_NEWEST, CLOSER_IS_MAKER, COUNTS_DIFFER, and what the seal throws
 */
export function closePeriod(stepping: Stepping & { readonly seal: Seal }, closing: Closing): Promise<Life> {
  const { contentSha256, by, now } = closing;
  const closed = async ({ history, period }: Life, tx: Transaction): Promise<StepToAdd> => {
    const { newest } = history;
    if (newest === undefined) throw new Error('a period without a version passed the guards');
    const isNewest = newest.contentSha256 === contentSha256;
    requirePeople(isNewest, 'CONTENT_NOT_NEWEST', 'another version was approved', 'content_sha256');
    requirePeople(newest.madeBy !== by.name, 'CLOSER_IS_MAKER', `${by.name} made the version`);
    const cut = await findCut(tx, period.name, newest.content.version);
    const view = await viewAtCut(tx, cut, period.firstDay, period.lastDay);
    const isSame = dumpSha256(dumpLines(view.rows)) === newest.content.countsSha256;
    requirePeople(isSame, 'COUNTS_DIFFER', `the counts at the cut are not those of version ${newest.content.version}`);
    const terms = closeTerms(newest.content, approvalsOf(history), history, await upheldLines(tx, period.name));
    const stored = await addSnapshot(tx, {
      content: closedContent(newest.content, newest.contentSha256, terms),
      cut,
      requestId: randomUUID(),
      requestSha256: newest.contentSha256,
      requestedBy: by.name,
      madeBy: by.name,
      createdAt: now,
    });
    await stepping.seal(tx, { stored, approved: newest, view, cut });
    return { kind: 'CLOSED', version: stored.content.version, contentSha256: stored.contentSha256 };
  };
  const guards = ({ history, windows }: Life) => closeGuards(history, windows, now);
  return takeStep(stepping, 'CLOSE', closing, closed, guards);
}
