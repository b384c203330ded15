import { addToOutbox, type MilestoneOut, type ObservationChange } from '#libs/batches/source/outbox.js';
import { groupBy } from '#libs/domain/group-by.js';
import { CLASSES, ORIGINS } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { booleans, byteas, dates, integers, smallints, texts, timestamps } from '#libs/postgres/array.js';
import { type Sql, sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { OutboxPosition } from '../facts/receipt.js';
import { timestamp } from '../facts/stored.js';
import type { PublishedMilestone } from '../milestones/outgoing-milestones.js';
import { ByQuestion } from './by-question.js';
import type { CaseChanges } from './case-changes.js';
import { AS_KNOWN, DUE_STATES } from './due-state.js';
import type { Due } from './verdict.js';

const sql: (name: string) => Sql = sqlFolder(import.meta.url, './sql/');

/** When cases were judged, and the position of the newest document by which they were. */
export interface Judged {
  readonly now: Instant;
  readonly rulesPosition: number;
}

/**
 * Writes the changes of cases that the caller has locked: versions of verdicts, evaluations that wait, milestones, and one outbox
 * row for each shard and kind of batch.
 *
 * @returns the outbox rows of the verdicts; empty when no verdict changed
 */
export async function storeChanges(
  tx: Transaction,
  changes: readonly CaseChanges[],
  judged: Judged,
): Promise<OutboxPosition[]> {
  // None of these statements needs the answer of another one, so all of them travel together.
  const [, positions] = await Promise.all([storeRows(tx, changes, judged), addToOutboxes(tx, changes)]);
  return positions;
}

async function storeRows(tx: Transaction, changes: readonly CaseChanges[], judged: Judged): Promise<void> {
  await Promise.all([
    addObservations(tx, changes, judged),
    putDue(tx, changes),
    putPublishedMilestones(tx, changes),
    putInconsistencies(tx, changes),
  ]);
}

async function addToOutboxes(tx: Transaction, changes: readonly CaseChanges[]): Promise<OutboxPosition[]> {
  const positions = await Promise.all(
    [...groupBy(changes, (change) => change.file.shard)].map(async ([shard, ofShard]) => {
      const observations = ofShard.flatMap(observationsOf);
      const milestones = ofShard.flatMap(milestonesOf);
      const [outboxId] = await Promise.all([
        observations.length > 0 ? addToOutbox(tx, { carries: 'observations', shard, observations }) : undefined,
        milestones.length > 0 ? addToOutbox(tx, { carries: 'milestones', shard, milestones }) : undefined,
      ]);
      return outboxId === undefined ? [] : [{ shard, outboxId }];
    }),
  );
  return positions.flat();
}

function observationsOf({ file, versions, isTallied }: CaseChanges): ObservationChange[] {
  return versions.map(({ kind, verdict }) => {
    const { metric, definition, unit, day, class: class_, reason, responsible, origin, hits, misses } = verdict;
    const cell = { metric, definition, unit, day, class: class_, reason, responsible, origin };
    return { cell, ref: file.ref, kind, hits, misses, ...(isTallied && { isTally: true }) };
  });
}

function milestonesOf({ file, milestones }: CaseChanges): MilestoneOut[] {
  return milestones.map(({ milestone, origin, published: { revision, withdrawn } }) => ({
    ...milestone,
    ref: file.ref,
    revision,
    withdrawn,
    origin,
  }));
}

async function addObservations(
  tx: Transaction,
  changes: readonly CaseChanges[],
  { now, rulesPosition }: Judged,
): Promise<void> {
  const rows = changes.flatMap(({ file, versions }) => versions.map((version) => ({ ref: file.ref, ...version })));
  if (rows.length === 0) return;
  await tx.execute(sql('add-observations'), [
    byteas(rows.map((row) => row.ref)),
    texts(rows.map((row) => row.verdict.part)),
    texts(rows.map((row) => row.verdict.metric)),
    integers(rows.map((row) => row.verdict.definition)),
    texts(rows.map((row) => row.verdict.unit)),
    integers(rows.map((row) => row.version)),
    dates(rows.map((row) => row.verdict.day)),
    smallints(rows.map((row) => CLASSES.numberOf(row.verdict.class))),
    texts(rows.map((row) => row.verdict.reason)),
    texts(rows.map((row) => row.verdict.responsible)),
    smallints(rows.map((row) => ORIGINS.numberOf(row.verdict.origin))),
    integers(rows.map((row) => row.verdict.hits)),
    integers(rows.map((row) => row.verdict.misses)),
    texts(rows.map((row) => row.verdict.cause)),
    timestamp(now),
    rulesPosition,
  ]);
}

async function putDue(tx: Transaction, changes: readonly CaseChanges[]): Promise<void> {
  const gone = changes.flatMap(({ file, dueToRemove }) => dueToRemove.map((due) => ({ ref: file.ref, due })));
  const rows = changes.flatMap(({ file, dueToPut }) => {
    const before = new ByQuestion(file.due);
    return dueToPut.map((due) => ({ ref: file.ref, due, isNew: before.find(due) === undefined }));
  });
  await Promise.all([
    removeDue(tx, gone),
    writeDue(
      tx,
      sql('add-due'),
      rows.filter(({ isNew }) => isNew),
    ),
    writeDue(
      tx,
      sql('put-due'),
      rows.filter(({ isNew }) => !isNew),
    ),
  ]);
}

interface DueOfCase {
  readonly ref: Buffer;
  readonly due: Due;
}

async function removeDue(tx: Transaction, rows: readonly DueOfCase[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql('remove-due'), [
    byteas(rows.map((row) => row.ref)),
    texts(rows.map((row) => row.due.part)),
    texts(rows.map((row) => row.due.metric)),
    integers(rows.map((row) => row.due.definition)),
    texts(rows.map((row) => row.due.unit)),
  ]);
}

async function writeDue(tx: Transaction, statement: Sql, rows: readonly DueOfCase[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(statement, [
    byteas(rows.map((row) => row.ref)),
    texts(rows.map((row) => row.due.part)),
    texts(rows.map((row) => row.due.metric)),
    integers(rows.map((row) => row.due.definition)),
    texts(rows.map((row) => row.due.unit)),
    dates(rows.map((row) => row.due.day)),
    timestamps(rows.map((row) => row.due.dueAt)),
    smallints(rows.map((row) => DUE_STATES.numberOf(row.due.state))),
    smallints(rows.map((row) => AS_KNOWN.numberOf(row.due.asKnown))),
  ]);
}

async function putPublishedMilestones(tx: Transaction, changes: readonly CaseChanges[]): Promise<void> {
  const rows = changes.flatMap(({ file, milestones }) =>
    milestones.map(({ published }) => ({ ref: file.ref, published })),
  );
  // The first revision is new; the others take the place of the one before.
  await Promise.all([
    writePublished(
      tx,
      sql('add-published-milestones'),
      rows.filter(({ published }) => published.revision === 1),
    ),
    writePublished(
      tx,
      sql('put-published-milestones'),
      rows.filter(({ published }) => published.revision > 1),
    ),
  ]);
}

async function writePublished(
  tx: Transaction,
  statement: Sql,
  rows: readonly { readonly ref: Buffer; readonly published: PublishedMilestone }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(statement, [
    byteas(rows.map((row) => row.ref)),
    texts(rows.map((row) => row.published.name)),
    texts(rows.map((row) => row.published.part)),
    integers(rows.map((row) => row.published.revision)),
    booleans(rows.map((row) => row.published.withdrawn)),
    texts(rows.map((row) => row.published.content)),
  ]);
}

async function putInconsistencies(tx: Transaction, changes: readonly CaseChanges[]): Promise<void> {
  const resolved = changes.flatMap(({ file, resolvedInconsistencies }) =>
    resolvedInconsistencies.map((text) => ({ ref: file.ref, text })),
  );
  const found = changes.flatMap(({ file, newInconsistencies }) =>
    newInconsistencies.map((text) => ({ ref: file.ref, text })),
  );
  const write = (name: string, rows: readonly { readonly ref: Buffer; readonly text: string }[]) =>
    rows.length > 0 && tx.execute(sql(name), [rows.map(({ ref }) => ref), rows.map(({ text }) => text)]);
  await Promise.all([write('remove-inconsistencies', resolved), write('add-inconsistencies', found)]);
}
