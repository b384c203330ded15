import { CxError } from '#libs/domain/error.js';
import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { type Erased, findErased, removeFacts } from '../facts/erased-cases.js';
import { refKey } from '../facts/stored.js';
import { openCases } from '../facts/write-facts.js';
import { keyOf } from '../judging/by-question.js';
import type { CaseChanges } from '../judging/case-changes.js';
import type { CaseFile } from '../judging/case-file.js';
import type { Department } from '../judging/department.js';
import { loadCases } from '../judging/load-cases.js';
import { changesOf } from '../judging/standing.js';
import { numbersOfChanges, storeChanges } from '../judging/store-changes.js';
import type { Due, Verdict } from '../judging/verdict.js';
import { holdRules } from '../rules/rules-in-force.js';

/** The cause of a miss that is charged because a case was erased while it waited. */
export const ERASED = 'ERASED';

export interface ErasureOptions {
  readonly now: Instant;
  /** Charges what waits as misses of the department, instead of refusing the erasure. */
  readonly chargeWhatWaits: boolean;
  readonly by: 'command' | 'retention';
}

/** What an erasure did with one case. */
export interface Erasure extends Erased {
  /** It had been erased before. */
  readonly before: boolean;
  readonly erasedAt: Instant;
}

/**
 * Erases cases: facts and milestones go, verdicts stay as they are counted. An evaluation that waits could still become a miss, and an
 * erasure must not raise an index, so the erasure is refused until it is judged, or the miss is charged now. A case that is not known
 * gets its tombstone too, so that facts that arrive later are not kept. Erasing again changes nothing.
 *
 * @param refs  each once
 * @throws {CxError} CASE_WAITS when an evaluation waits and is not charged
 */
export async function eraseCases(
  tx: Transaction,
  department: Pick<Department, 'shards' | 'rules'>,
  refs: readonly Buffer[],
  { now, chargeWhatWaits, by }: ErasureOptions,
): Promise<Erasure[]> {
  await openCases(
    tx,
    refs.map((ref) => ({ ref })),
    department.shards,
  );
  await holdRules(tx);
  const { position: rulesPosition } = await department.rules(tx);
  const files = await loadCases(
    tx,
    refs.map((ref) => ({ ref })),
  );
  const before = await findErased(tx, refs);
  if (!chargeWhatWaits) refuseWhatWaits(files.flatMap(({ due }) => due));
  const [changes, judged] = [files.map(chargedFor), { now, rulesPosition }];
  await storeChanges(tx, changes, judged, await numbersOfChanges(tx, changes, judged));
  const erased = await removeFacts(tx, refs, by);
  const since = await findErased(tx, refs);
  return erased.map((one) => ({
    ...one,
    before: before.has(refKey(one.ref)),
    erasedAt: since.get(refKey(one.ref)) ?? now,
  }));
}

function refuseWhatWaits(waiting: readonly Due[]): void {
  const [first] = waiting.toSorted((a, b) => a.dueAt - b.dueAt);
  if (first === undefined) return;
  const others = waiting.length === 1 ? '' : ` and ${waiting.length - 1} more`;
  const what = first.state === 'STANDS_STILL' ? 'stands still since' : 'is due on';
  const when = new Date(first.dueAt).toISOString();
  throw new CxError(
    'CASE_WAITS',
    `${first.metric}${others} of this case is not judged: it ${what} ${when}; erase it after that, or charge what waits as misses`,
  );
}

/** A miss for every evaluation that waits. One that is charged for silence has its miss already. */
function chargedFor(file: CaseFile): CaseChanges {
  const charged = file.due.filter(({ state }) => state !== 'CHARGED').map((due) => missOf(due, file));
  const keys = new Set(charged.map(keyOf));
  const replaced = file.standing.filter((verdict) => keys.has(keyOf(verdict)));
  return {
    file,
    versions: changesOf(replaced, charged, file.spent, ERASED),
    dueToPut: [],
    dueToRemove: [],
    milestones: [],
    newInconsistencies: [],
    resolvedInconsistencies: [],
    inconsistencies: [],
    isTallied: false,
  };
}

function missOf({ metric, definition, part, unit, day }: Due, { origin }: CaseFile): Verdict {
  const result = { hits: 0, misses: 1, class: 'ACCOUNTABLE', reason: '', responsible: '' } as const;
  return { metric, definition, part, unit, day, ...result, origin, cause: ERASED };
}
