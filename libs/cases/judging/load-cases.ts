import { groupBy } from '#libs/domain/group-by.js';
import { CLASSES, ORIGINS, type Origin } from '#libs/domain/observation.js';
import { byteas } from '#libs/postgres/array.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { refKey, refsOf, uniqueByCase } from '../facts/stored.js';
import { factsThatStand, originOf, type StoredFact } from '../facts/stored-fact.js';
import type { PublishedMilestone } from '../milestones/outgoing-milestones.js';
import { DUE_STATES } from './due-state.js';
import { keyOf } from './standing.js';
import type { CurrentVerdict, Due } from './verdict.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Everything that is known and was decided about a case, read under its lock. */
export interface CaseFile {
  readonly ref: Buffer;
  readonly shard: number;
  /** The facts in force, in order of time. */
  readonly facts: readonly StoredFact[];
  readonly origin: Origin;
  readonly standing: readonly CurrentVerdict[];
  /** The newest version of verdicts that are retracted, by `keyOf`. */
  readonly spent: ReadonlyMap<string, number>;
  readonly due: readonly Due[];
  readonly published: readonly PublishedMilestone[];
  readonly inconsistencies: readonly string[];
}

/**
 * Locks cases in key order until the end of the transaction, and reads everything that is known about them. So two calls, or a
 * call and the sweep, judge a case one after the other, and the second sees what the first has written.
 *
 * @param refs  each once
 */
export async function loadCases(tx: Transaction, refs: readonly Buffer[]): Promise<CaseFile[]> {
  if (refs.length === 0) return [];
  const these = [byteas(refs)];
  const locked = await tx.query<{ case_ref: Buffer; shard: number }>(sql('lock-cases'), these);
  const facts = byCase(await tx.query<FactRow>(sql('facts-of-cases'), these));
  const observations = byCase(await tx.query<ObservationRow>(sql('newest-observations-of-cases'), these));
  const due = byCase(await tx.query<DueRow>(sql('due-of-cases'), these));
  const published = byCase(await tx.query<PublishedRow>(sql('published-milestones-of-cases'), these));
  const inconsistencies = byCase(await tx.query<InconsistencyRow>(sql('inconsistencies-of-cases'), these));

  return locked.map(({ case_ref: ref, shard }) => {
    const kept = of(facts, ref).map(factFrom);
    const newest = of(observations, ref).map(verdictFrom);
    const retracted = newest.filter((verdict) => verdict.version % 2 === 0);
    return {
      ref,
      shard,
      facts: factsThatStand(kept),
      origin: originOf(kept),
      standing: newest.filter((verdict) => verdict.version % 2 === 1),
      spent: new Map(retracted.map((verdict) => [keyOf(verdict), verdict.version])),
      due: of(due, ref).map(dueFrom),
      published: of(published, ref),
      inconsistencies: of(inconsistencies, ref).map((row) => row.inconsistency),
    };
  });
}

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

interface DueRow extends OfCase {
  readonly part: string;
  readonly metric: string;
  readonly unit: string;
  readonly definition: number;
  readonly day: string;
  readonly due_at: Date;
  readonly state: number;
}

interface PublishedRow extends OfCase, PublishedMilestone {}

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

function dueFrom({ part, metric, unit, definition, day, due_at, state }: DueRow): Due {
  return { part, metric, unit, definition, day, dueAt: due_at.getTime(), state: DUE_STATES.wordOf(state) };
}

function byCase<Row extends OfCase>(rows: readonly Row[]): Map<string, Row[]> {
  return groupBy(rows, (row) => refKey(row.case_ref));
}

function of<Row>(rows: ReadonlyMap<string, Row[]>, ref: Buffer): readonly Row[] {
  return rows.get(refKey(ref)) ?? [];
}
