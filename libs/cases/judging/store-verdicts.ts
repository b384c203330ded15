import type { Instant } from '#libs/domain/time.js';
import { bigints, dates, integers, texts } from '#libs/postgres/array.js';
import { type Sql, sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { timestamp } from '../facts/stored.js';
import type { CaseChanges } from './case-changes.js';
import type { NumbersOfWrite } from './numbers.js';
import type { ObservationVersion } from './standing.js';

const sql: (name: string) => Sql = sqlFolder(import.meta.url, './sql/');

/** When cases were judged, and the position of the newest document by which they were. */
export interface Judged {
  readonly now: Instant;
  readonly rulesPosition: number;
}

/** Adds the versions of verdicts of cases that the caller has locked. */
export async function addVerdicts(
  tx: Transaction,
  changes: readonly CaseChanges[],
  { now }: Judged,
  numbers: NumbersOfWrite,
): Promise<void> {
  const cases: number[] = [];
  const rows: ObservationVersion[] = [];
  for (const { file, versions } of changes) {
    for (const version of versions) {
      cases.push(file.number);
      rows.push(version);
    }
  }
  if (rows.length === 0) return;
  await tx.execute(sql('add-verdicts'), [
    bigints(cases),
    texts(rows.map(({ verdict }) => verdict.part)),
    integers(rows.map(({ verdict }) => numbers.metric(verdict))),
    integers(rows.map(({ verdict }) => numbers.unit(verdict.unit))),
    integers(rows.map(({ version }) => version)),
    dates(rows.map(({ verdict }) => verdict.day)),
    integers(rows.map(({ verdict }) => numbers.finding(verdict))),
    integers(rows.map(({ verdict }) => verdict.hits)),
    integers(rows.map(({ verdict }) => verdict.misses)),
    texts(rows.map(({ verdict }) => verdict.cause)),
    timestamp(now),
  ]);
}
