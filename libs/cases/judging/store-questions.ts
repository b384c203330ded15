import { bigints, dates, integers, smallints, texts, timestamps } from '#libs/postgres/array.js';
import { type Sql, sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { ByQuestion } from './by-question.js';
import type { CaseChanges } from './case-changes.js';
import { AS_KNOWN, DUE_STATES } from './due-state.js';
import type { NumbersOfWrite } from './numbers.js';
import type { Due } from './verdict.js';

const sql: (name: string) => Sql = sqlFolder(import.meta.url, './sql/');

interface OpenQuestion {
  readonly caseNumber: number;
  readonly due: Due;
}

/** Stores which evaluations wait for a verdict, of cases that the caller has locked. */
export async function putQuestions(
  tx: Transaction,
  changes: readonly CaseChanges[],
  numbers: NumbersOfWrite,
): Promise<void> {
  const [answered, added, changed]: [OpenQuestion[], OpenQuestion[], OpenQuestion[]] = [[], [], []];
  for (const { file, dueToRemove, dueToPut } of changes) {
    for (const due of dueToRemove) answered.push({ caseNumber: file.number, due });
    if (dueToPut.length === 0) continue;
    const before = new ByQuestion(file.due);
    for (const due of dueToPut)
      (before.find(due) === undefined ? added : changed).push({ caseNumber: file.number, due });
  }
  await Promise.all([
    removeQuestions(tx, answered, numbers),
    writeQuestions(tx, sql('add-questions'), added, numbers),
    writeQuestions(tx, sql('put-questions'), changed, numbers),
  ]);
}

async function removeQuestions(tx: Transaction, rows: readonly OpenQuestion[], numbers: NumbersOfWrite): Promise<void> {
  if (rows.length > 0) await tx.execute(sql('remove-questions'), keysOf(rows, numbers));
}

async function writeQuestions(
  tx: Transaction,
  statement: Sql,
  rows: readonly OpenQuestion[],
  numbers: NumbersOfWrite,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(statement, [
    ...keysOf(rows, numbers),
    dates(rows.map(({ due }) => due.day)),
    timestamps(rows.map(({ due }) => due.dueAt)),
    smallints(rows.map(({ due }) => DUE_STATES.numberOf(due.state))),
    smallints(rows.map(({ due }) => AS_KNOWN.numberOf(due.asKnown))),
  ]);
}

function keysOf(rows: readonly OpenQuestion[], numbers: NumbersOfWrite): readonly Buffer[] {
  return [
    bigints(rows.map(({ caseNumber }) => caseNumber)),
    texts(rows.map(({ due }) => due.part)),
    integers(rows.map(({ due }) => numbers.metric(due))),
    integers(rows.map(({ due }) => numbers.unit(due.unit))),
  ];
}
