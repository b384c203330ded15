import { groupBy } from '#libs/domain/group-by.js';
import { CLASSES, ORIGINS } from '#libs/domain/observation.js';
import { byteas } from '#libs/postgres/array.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { refKey, refsOf, uniqueByCase } from '../facts/stored.js';
import type { StoredFact } from '../facts/stored-fact.js';
import type { CurrentVerdict } from '../judging/verdict.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** All facts of some cases, by `refKey`; without a lock, for evidence. A case may be named several times. */
export async function readFacts(
  tx: Pick<Transaction, 'query'>,
  refs: readonly Buffer[],
): Promise<ReadonlyMap<string, StoredFact[]>> {
  const distinct = refsOf(uniqueByCase(refs.map((ref) => ({ ref }))));
  const rows = byCase(await tx.query<FactRow>(sql('facts-of-cases'), [byteas(distinct)]));
  return new Map([...rows].map(([key, facts]) => [key, facts.map(factFrom)]));
}

/** The inconsistencies of some cases, in order of name, by `refKey`; without a lock, for evidence. A case may be named several times. */
export async function readInconsistencies(
  tx: Pick<Transaction, 'query'>,
  refs: readonly Buffer[],
): Promise<ReadonlyMap<string, string[]>> {
  const distinct = refsOf(uniqueByCase(refs.map((ref) => ({ ref }))));
  const rows = byCase(await tx.query<InconsistencyRow>(sql('inconsistencies-of-cases'), [byteas(distinct)]));
  return new Map([...rows].map(([key, some]) => [key, some.map((row) => row.inconsistency).sort()]));
}

interface OfCase {
  readonly case_ref: Buffer;
}

interface FactRow extends OfCase {
  readonly part: string;
  readonly fact_id: string;
  readonly feed: string;
  readonly kind: string;
  readonly happened_at: Date;
  readonly recorded_at: Date;
  readonly withdraws: string | null;
  readonly origin: number;
  readonly body: Buffer;
}

export interface ObservationRow extends OfCase {
  readonly part: string;
  readonly metric: string;
  readonly unit: string;
  readonly version: number;
  readonly definition: number;
  readonly day: string;
  readonly class: number;
  readonly reason: string;
  readonly responsible: string;
  readonly origin: number;
  readonly hits: number;
  readonly misses: number;
  readonly cause: string;
}

interface InconsistencyRow extends OfCase {
  readonly inconsistency: string;
}

function factFrom(row: FactRow): StoredFact {
  return {
    part: row.part,
    factId: row.fact_id,
    feed: row.feed,
    kind: row.kind,
    happenedAt: row.happened_at.getTime(),
    recordedAt: row.recorded_at.getTime(),
    withdraws: row.withdraws ?? undefined,
    origin: ORIGINS.wordOf(row.origin),
    body: row.body,
  };
}

/** A verdict as it stands in its row. */
export function verdictFrom(row: ObservationRow): CurrentVerdict {
  const { part, metric, unit, version, definition, day, reason, responsible, hits, misses, cause } = row;
  const words = { class: CLASSES.wordOf(row.class), origin: ORIGINS.wordOf(row.origin) };
  return { part, metric, unit, version, definition, day, reason, responsible, hits, misses, cause, ...words };
}

function byCase<Row extends OfCase>(rows: readonly Row[]): Map<string, Row[]> {
  return groupBy(rows, (row) => refKey(row.case_ref));
}
