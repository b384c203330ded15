import type { EncodedMilestone } from '#libs/batches/format/framed-milestones.js';
import { addToOutbox, type ObservationChange } from '#libs/batches/source/outbox.js';
import { groupBy } from '#libs/domain/group-by.js';
import type { Unit } from '#libs/domain/unit.js';
import { bigints, booleans, byteas, integers, texts } from '#libs/postgres/array.js';
import { type Sql, sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { OutboxPosition } from '../facts/receipt.js';
import type { PublishedMilestone } from '../milestones/outgoing-milestones.js';
import type { CaseChanges } from './case-changes.js';
import { type Finding, type Numbered, type NumberedMetric, Numbers, NumbersOfWrite, numbersFor } from './numbers.js';
import { putQuestions } from './store-questions.js';
import { addVerdicts, type Judged } from './store-verdicts.js';
import type { Due, Verdict } from './verdict.js';

const sql: (name: string) => Sql = sqlFolder(import.meta.url, './sql/');

/**
 * Writes the changes of cases that the caller has locked: versions of verdicts, evaluations that wait, milestones, and one outbox
 * row for each shard and kind of batch. None of these statements needs the answer of another one, so all of them are asked at once.
 *
 * @param numbers  of everything that is written, see `numbersOfChanges`
 * @returns        the outbox rows of the verdicts; empty when no verdict changed
 */
export async function storeChanges(
  tx: Transaction,
  changes: readonly CaseChanges[],
  judged: Judged,
  numbers: NumbersOfWrite,
): Promise<OutboxPosition[]> {
  const [, , , , positions] = await Promise.all([
    addVerdicts(tx, changes, judged, numbers),
    putQuestions(tx, changes, numbers),
    putPublishedMilestones(tx, changes),
    putInconsistencies(tx, changes),
    addToOutboxes(tx, changes),
  ]);
  return positions;
}

/**
 * The numbers of what the rows of these changes name. What has none yet gets it now.
 *
 * @param known  the numbers that this process knows, for the server that the transaction runs on
 */
export async function numbersOfChanges(
  tx: Transaction,
  changes: readonly CaseChanges[],
  judged: Judged,
  known: Numbers = new Numbers(),
): Promise<NumbersOfWrite> {
  const unknown = withoutNumbers(changes, judged, known);
  return unknown === undefined ? new NumbersOfWrite(known, judged.rulesPosition) : numbersFor(tx, unknown, known);
}

/** What the rows of these changes name and has no number that is known; undefined where everything has one, as nearly always. */
function withoutNumbers(
  changes: readonly CaseChanges[],
  { rulesPosition }: Judged,
  known: Numbers,
): Numbered | undefined {
  const [metrics, units, findings]: [NumberedMetric[], Unit[], Finding[]] = [[], [], []];
  const look = (one: Verdict | Due) => {
    if (known.metric(one) === undefined) metrics.push(one);
    if (known.unit(one.unit) === undefined) units.push(one.unit);
  };
  for (const { versions, dueToPut, dueToRemove } of changes) {
    for (const { verdict } of versions) {
      look(verdict);
      if (known.finding(verdict, rulesPosition) === undefined) findings.push(verdict);
    }
    for (const due of dueToPut) look(due);
    for (const due of dueToRemove) look(due);
  }
  const isNothing = metrics.length + units.length + findings.length === 0;
  return isNothing ? undefined : { metrics, units, findings, rulesPosition };
}

async function addToOutboxes(tx: Transaction, changes: readonly CaseChanges[]): Promise<OutboxPosition[]> {
  const positions = await Promise.all(
    [...groupBy(changes, (change) => change.file.shard)].map(async ([shard, ofShard]) => {
      const observations = observationsOf(ofShard);
      const milestones = milestonesOf(ofShard);
      const [outboxId] = await Promise.all([
        observations.length > 0 ? addToOutbox(tx, { carries: 'observations', shard, observations }) : undefined,
        milestones.length > 0 ? addToOutbox(tx, { carries: 'milestones', shard, milestones }) : undefined,
      ]);
      return outboxId === undefined ? [] : [{ shard, outboxId }];
    }),
  );
  return positions.flat();
}

/** A verdict is in the cell whose fields it has. */
function observationsOf(changes: readonly CaseChanges[]): ObservationChange[] {
  const observations: ObservationChange[] = [];
  for (const { file, versions, isTallied: isTally } of changes)
    for (const { kind, verdict } of versions)
      observations.push({ cell: verdict, ref: file.ref, kind, hits: verdict.hits, misses: verdict.misses, isTally });
  return observations;
}

function milestonesOf(changes: readonly CaseChanges[]): EncodedMilestone[] {
  const encoded: EncodedMilestone[] = [];
  for (const { file, milestones } of changes)
    for (const { published } of milestones) encoded.push({ ref: file.ref, content: published.content });
  return encoded;
}

async function putPublishedMilestones(tx: Transaction, changes: readonly CaseChanges[]): Promise<void> {
  const [first, later]: [PublishedOfCase[], PublishedOfCase[]] = [[], []];
  for (const { file, milestones } of changes)
    for (const { published } of milestones)
      (published.revision === 1 ? first : later).push({ caseNumber: file.number, published });
  // The first revision is new; the others take the place of the one before.
  await Promise.all([
    writePublished(tx, sql('add-published-milestones'), first),
    writePublished(tx, sql('put-published-milestones'), later),
  ]);
}

interface PublishedOfCase {
  readonly caseNumber: number;
  readonly published: PublishedMilestone;
}

async function writePublished(tx: Transaction, statement: Sql, rows: readonly PublishedOfCase[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(statement, [
    bigints(rows.map((row) => row.caseNumber)),
    texts(rows.map((row) => row.published.name)),
    texts(rows.map((row) => row.published.part)),
    integers(rows.map((row) => row.published.revision)),
    booleans(rows.map((row) => row.published.withdrawn)),
    byteas(rows.map((row) => row.published.content)),
  ]);
}

interface InconsistencyOfCase {
  readonly ref: Buffer;
  readonly text: string;
}

async function putInconsistencies(tx: Transaction, changes: readonly CaseChanges[]): Promise<void> {
  const [resolved, found]: [InconsistencyOfCase[], InconsistencyOfCase[]] = [[], []];
  for (const { file, resolvedInconsistencies, newInconsistencies } of changes) {
    for (const text of resolvedInconsistencies) resolved.push({ ref: file.ref, text });
    for (const text of newInconsistencies) found.push({ ref: file.ref, text });
  }
  const write = (name: string, rows: readonly InconsistencyOfCase[]) =>
    rows.length > 0 && tx.execute(sql(name), [rows.map(({ ref }) => ref), rows.map(({ text }) => text)]);
  await Promise.all([write('remove-inconsistencies', resolved), write('add-inconsistencies', found)]);
}
