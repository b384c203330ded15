import { addToOutbox, type MilestoneOut, type ObservationChange } from '#libs/batches/outbox.js';
import type { Instant } from '#libs/domain/time.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { CaseChanges } from './case-changes.js';
import { groupBy } from './group-by.js';
import type { OutboxPosition } from './receipt.js';
import { CLASS_NUMBER, DUE_STATE_NUMBER, ORIGIN_NUMBER, timestamp } from './stored.js';

const sql = sqlFolder(import.meta.url, './sql/');

/**
 * Writes what changed of cases the caller has locked: versions of verdicts, questions that wait, milestones told, and one
 * outbox row per shard for each of the two kinds of batches.
 *
 * @returns where in the outbox the verdicts went; empty when nothing was judged differently
 */
export async function storeChanges(
  tx: Transaction,
  changes: readonly CaseChanges[],
  now: Instant,
): Promise<OutboxPosition[]> {
  await addObservations(tx, changes, now);
  await putDue(tx, changes);
  await putTold(tx, changes);
  await putSuspicions(tx, changes);

  const positions: OutboxPosition[] = [];
  for (const [shard, ofShard] of groupBy(changes, (change) => change.file.shard)) {
    const observations = ofShard.flatMap(observationsOf);
    if (observations.length > 0) {
      positions.push({ shard, outboxId: await addToOutbox(tx, { carries: 'observations', shard, observations }) });
    }
    const milestones = ofShard.flatMap(milestonesOf);
    if (milestones.length > 0) await addToOutbox(tx, { carries: 'milestones', shard, milestones });
  }
  return positions;
}

function observationsOf({ file, versions }: CaseChanges): ObservationChange[] {
  return versions.map(({ kind, verdict }) => {
    const { metric, definition, unit, day, class: class_, reason, responsible, origin, hits, misses } = verdict;
    const cell = { metric, definition, unit, day, class: class_, reason, responsible, origin };
    return { cell, ref: file.ref, kind, hits, misses };
  });
}

function milestonesOf({ file, tellings }: CaseChanges): MilestoneOut[] {
  return tellings.map(({ telling, origin, told: { revision, withdrawn } }) => ({
    ...telling,
    ref: file.ref,
    revision,
    withdrawn,
    origin,
  }));
}

async function addObservations(tx: Transaction, changes: readonly CaseChanges[], now: Instant): Promise<void> {
  const rows = changes.flatMap(({ file, versions }) => versions.map((version) => ({ ref: file.ref, ...version })));
  if (rows.length === 0) return;
  await tx.execute(sql('add-observations'), [
    rows.map((row) => row.ref),
    rows.map((row) => row.verdict.metric),
    rows.map((row) => row.verdict.unit),
    rows.map((row) => row.version),
    rows.map((row) => row.verdict.definition),
    rows.map((row) => row.verdict.day),
    rows.map((row) => CLASS_NUMBER[row.verdict.class]),
    rows.map((row) => row.verdict.reason),
    rows.map((row) => row.verdict.responsible),
    rows.map((row) => ORIGIN_NUMBER[row.verdict.origin]),
    rows.map((row) => row.verdict.hits),
    rows.map((row) => row.verdict.misses),
    rows.map((row) => row.verdict.cause),
    timestamp(now),
  ]);
}

async function putDue(tx: Transaction, changes: readonly CaseChanges[]): Promise<void> {
  const gone = changes.flatMap(({ file, dueToRemove }) => dueToRemove.map((due) => ({ ref: file.ref, due })));
  if (gone.length > 0) {
    await tx.execute(sql('remove-due'), [
      gone.map((row) => row.ref),
      gone.map((row) => row.due.metric),
      gone.map((row) => row.due.unit),
    ]);
  }

  const rows = changes.flatMap(({ file, dueToPut }) => dueToPut.map((due) => ({ ref: file.ref, due })));
  if (rows.length === 0) return;
  await tx.execute(sql('put-due'), [
    rows.map((row) => row.ref),
    rows.map((row) => row.due.metric),
    rows.map((row) => row.due.unit),
    rows.map((row) => row.due.definition),
    rows.map((row) => row.due.day),
    rows.map((row) => timestamp(row.due.dueAt)),
    rows.map((row) => DUE_STATE_NUMBER[row.due.state]),
  ]);
}

async function putTold(tx: Transaction, changes: readonly CaseChanges[]): Promise<void> {
  const rows = changes.flatMap(({ file, tellings }) => tellings.map(({ told }) => ({ ref: file.ref, told })));
  if (rows.length === 0) return;
  await tx.execute(sql('put-told'), [
    rows.map((row) => row.ref),
    rows.map((row) => row.told.name),
    rows.map((row) => row.told.revision),
    rows.map((row) => row.told.withdrawn),
    rows.map((row) => row.told.content),
  ]);
}

async function putSuspicions(tx: Transaction, changes: readonly CaseChanges[]): Promise<void> {
  const resolved = changes.flatMap(({ file, resolvedSuspicions }) =>
    resolvedSuspicions.map((text) => ({ ref: file.ref, text })),
  );
  if (resolved.length > 0) {
    await tx.execute(sql('remove-suspicions'), [resolved.map((row) => row.ref), resolved.map((row) => row.text)]);
  }
  const rows = changes.flatMap(({ file, newSuspicions }) => newSuspicions.map((text) => ({ ref: file.ref, text })));
  if (rows.length > 0)
    await tx.execute(sql('add-suspicions'), [rows.map((row) => row.ref), rows.map((row) => row.text)]);
}
