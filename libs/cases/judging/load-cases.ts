import type { Origin } from '#libs/domain/observation.js';
import { byteas } from '#libs/postgres/array.js';
import { SentRows } from '#libs/postgres/sent-rows.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { factsThatStand, originOf, type StoredFact } from '../facts/stored-fact.js';
import type { PublishedMilestone } from '../milestones/outgoing-milestones.js';
import { dueOf, factOf, milestoneOf, verdictOf } from './sent-case.js';
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
 * call and the sweep, judge a case one after the other, and the second sees what the first has written. Erased cases are left out.
 *
 * @param refs  each once
 */
export async function loadCases(tx: Transaction, refs: readonly Buffer[]): Promise<CaseFile[]> {
  if (refs.length === 0) return [];
  const locked = await tx.query<LockedCase>(sql('lock-cases'), [byteas(refs)]);
  // In a statement of its own: what another transaction that held a lock until now has written or erased is visible to it.
  const these = [byteas(locked.map((one) => one.case_ref))];
  const rows = await tx.query<{ readonly known: Buffer | null }>(sql('read-cases'), these);
  return locked.flatMap((one, place) => {
    const known = rows[place]?.known ?? null;
    return known === null ? [] : [caseFileOf(one, new SentRows(known))];
  });
}

interface LockedCase {
  readonly case_ref: Buffer;
  readonly shard: number;
}

/** The columns of read-cases, in their order. */
function caseFileOf({ case_ref: ref, shard }: LockedCase, known: SentRows): CaseFile {
  const facts = known.rows(factOf);
  const newest = known.rows(verdictOf);
  const retracted = newest.filter(({ version }) => version % 2 === 0);
  return {
    ref,
    shard,
    facts: factsThatStand(facts),
    origin: originOf(facts),
    standing: newest.filter(({ version }) => version % 2 === 1),
    spent: new Map(retracted.map((verdict) => [keyOf(verdict), verdict.version])),
    due: known.rows(dueOf),
    published: known.rows(milestoneOf),
    inconsistencies: known.rows((row) => row.text()),
  };
}
