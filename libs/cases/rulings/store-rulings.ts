import type { EndedEpoch } from '#libs/batches/reader/plan.js';
import { groupBy } from '#libs/domain/group-by.js';
import { RULING_OUTCOMES, type Ruling } from '#libs/domain/ruling.js';
import type { Instant } from '#libs/domain/time.js';
import { byteas } from '#libs/postgres/array.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { refKey, refsOf, uniqueByCase } from '../facts/stored.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A ruling with the batch of scoring that brought it. */
export interface ReceivedRuling extends Ruling {
  readonly arrivedIn: { readonly epoch: number; readonly number: bigint };
}

/** A ruling that holds on a case, for people. */
export interface HeldRuling extends Pick<Ruling, 'number' | 'contest' | 'metric' | 'party' | 'chargedTo'> {
  readonly ruledAt: Instant;
}

/** Where a department keeps the rulings on its cases. */
export interface RulingStore<Tx> {
  /** Batches may be repeated. */
  readonly add: (tx: Tx, rulings: readonly ReceivedRuling[]) => Promise<void>;
  /** Of each epoch exactly the batches through a number survived. Returns the cases of which a ruling was changed. */
  readonly end: (tx: Tx, ended: readonly EndedEpoch[]) => Promise<readonly Buffer[]>;
  /** Which of some cases the department has and has not erased; each once. */
  readonly toJudge: (tx: Tx, refs: readonly Buffer[]) => Promise<readonly Buffer[]>;
}

/** Stores rulings that batches brought, in the transaction that moves the progress. Batches may be repeated. */
async function storeRulings(tx: Pick<Transaction, 'execute'>, rulings: readonly ReceivedRuling[]): Promise<void> {
  for (const { arrivedIn, number, contest, caseRef, metric, party, outcome, chargedTo, ruledAt } of inKeyOrder(
    rulings,
  )) {
    const of = [number, arrivedIn.epoch, arrivedIn.number, contest, caseRef, metric, party];
    await tx.execute(sql('add-ruling'), [...of, RULING_OUTCOMES.numberOf(outcome), chargedTo, new Date(ruledAt)]);
  }
}

/** Each locks its case, and every transaction locks cases in key order. */
function inKeyOrder(rulings: readonly ReceivedRuling[]): readonly ReceivedRuling[] {
  return rulings.toSorted((a, b) => Buffer.compare(a.caseRef, b.caseRef));
}

/**
 * Ends epochs of scoring: of each, exactly the batches through a number survived. Rulings of later batches do not hold any more, and rulings
 * that were taken back before and lie within hold again.
 *
 * @returns the cases of these rulings
 */
async function endRulings(tx: Pick<Transaction, 'query'>, ended: readonly EndedEpoch[]): Promise<Buffer[]> {
  const refs: Buffer[] = [];
  for (const { epoch, through } of ended) {
    const rows = await tx.query<{ case_ref: Buffer }>(sql('end-epoch'), [epoch, through]);
    refs.push(...rows.map((row) => row.case_ref));
  }
  return refs;
}

/** Which of some cases this department has and has not erased; each once. */
async function casesToJudge(tx: Pick<Transaction, 'query'>, refs: readonly Buffer[]): Promise<Buffer[]> {
  if (refs.length === 0) return [];
  const distinct = refsOf(uniqueByCase(refs.map((ref) => ({ ref }))));
  const rows = await tx.query<{ case_ref: Buffer }>(sql('cases-to-judge'), [byteas(distinct)]);
  return rows.map((row) => row.case_ref);
}

export const postgresRulings: RulingStore<Transaction> = { add: storeRulings, end: endRulings, toJudge: casesToJudge };

interface Row extends Pick<Ruling, 'number' | 'contest' | 'metric' | 'party'> {
  readonly case_ref: Buffer;
  readonly charged_to: string;
  readonly ruled_at: Date;
}

/** The rulings that hold on some cases, by `refKey`; without a lock, for evidence. A case may be named several times. */
export async function readRulings(
  tx: Pick<Transaction, 'query'>,
  refs: readonly Buffer[],
): Promise<ReadonlyMap<string, readonly HeldRuling[]>> {
  if (refs.length === 0) return new Map();
  const distinct = refsOf(uniqueByCase(refs.map((ref) => ({ ref }))));
  const rows = await tx.query<Row>(sql('rulings-of-cases'), [byteas(distinct)]);
  const groups = groupBy(rows, (row) => refKey(row.case_ref));
  return new Map([...groups].map(([key, some]) => [key, some.map(heldRuling)]));
}

function heldRuling({ number, contest, metric, party, charged_to, ruled_at }: Row): HeldRuling {
  return { number, contest, metric, party, chargedTo: charged_to, ruledAt: ruled_at.getTime() };
}
