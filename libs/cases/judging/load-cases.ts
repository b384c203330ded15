import { bigints, byteas } from '#libs/postgres/array.js';
import { SentRows } from '#libs/postgres/sent-rows.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { refKey, refsOf } from '../facts/stored.js';
import { factsThatStand, originOf, type StoredFact } from '../facts/stored-fact.js';
import type { TouchedCase } from '../facts/touched-case.js';
import { keyOf } from './by-question.js';
import type { CaseFile } from './case-file.js';
import type { KnownCases } from './known-cases.js';
import { dueOf, factOf, milestoneOf, rulingOf, verdictOf } from './sent-case.js';
import type { CurrentVerdict } from './verdict.js';

const sql = sqlFolder(import.meta.url, './sql/');

/**
 * Locks cases in key order until the end of the transaction, and reads everything that is known about them. So two calls, or a
 * call and the sweep, judge a case one after the other, and the second sees what the first has written. Erased cases are left out.
 *
 * @param touched  each case once
 * @param known    cases that need not be read if nothing about them was changed; unset: all are read
 */
export async function loadCases(
  tx: Transaction,
  touched: readonly Pick<TouchedCase, 'ref' | 'added'>[],
  known?: KnownCases,
): Promise<CaseFile[]> {
  return readLocked(tx, await lockCases(tx, refsOf(touched)), touched, known);
}

/**
 * Locks cases in key order until the end of the transaction.
 *
 * @param refs  each once
 */
export async function lockCases(tx: Transaction, refs: readonly Buffer[]): Promise<LockedCase[]> {
  if (refs.length === 0) return [];
  const [answer] = await tx.query<{ readonly locked: Buffer }>(sql('lock-cases'), [byteas(refs)]);
  return answer === undefined ? [] : new SentRows(answer.locked).rows(lockedCase);
}

/** Reads what is known about cases that are locked; those that were not touched are left out. */
export async function readLocked(
  tx: Transaction,
  all: readonly LockedCase[],
  touched: readonly Pick<TouchedCase, 'ref' | 'added'>[],
  known?: KnownCases,
): Promise<CaseFile[]> {
  const addedTo = new Map(touched.map(({ ref, added }) => [refKey(ref), added]));
  const locked = all.filter(({ ref }) => addedTo.has(refKey(ref)));
  const remembered = locked.map((one) => known && rememberedOf(tx, known, one, addedTo.get(refKey(one.ref))));
  const others = locked.filter((_, place) => remembered[place] === undefined);
  // In a statement of its own: what another transaction that held a lock until now has written or erased is visible to it.
  const rows = others.length === 0 ? [] : await readCases(tx, others);
  let next = 0;
  return locked.flatMap((one, place) => {
    const file = remembered[place];
    if (file !== undefined) return [file];
    const row = rows[next++]?.known ?? null;
    return row === null ? [] : [caseFileOf(one, new SentRows(row))];
  });
}

function readCases(tx: Transaction, cases: readonly LockedCase[]) {
  return tx.query<{ readonly known: Buffer | null }>(sql('read-cases'), [
    byteas(refsOf(cases)),
    bigints(cases.map(({ number }) => number)),
  ]);
}

export type LockedCase = Pick<CaseFile, 'ref' | 'number' | 'shard' | 'version' | 'place' | 'isNew'>;

/** The columns of lock-cases, in their order. */
function lockedCase(row: SentRows): LockedCase {
  return {
    ref: Buffer.from(row.bytea()), // a copy: a remembered case would keep the whole answer
    number: row.integer(),
    shard: row.integer(),
    version: row.integer(),
    place: row.text(),
    isNew: row.boolean(),
  };
}

/** A case about which nothing is known but the facts that this transaction has added, or that is as it was left; undefined if it must be read. */
function rememberedOf(
  tx: Transaction,
  known: KnownCases,
  { ref, number, shard, version, place, isNew: isOpened }: LockedCase,
  added: readonly StoredFact[] | undefined,
): CaseFile | undefined {
  if (added === undefined) return undefined;
  const isNew = isOpened && !known.wasJudged(tx, ref);
  const left = isNew ? NOTHING_KNOWN : known.find(tx, ref, version);
  if (left === undefined) return undefined;
  const { standing, spent, due, published, inconsistencies, rulings } = left;
  const allFacts = added.length === 0 ? left.allFacts : left.allFacts.concat(added);
  // In one piece: a spread takes several times as long. The facts of a case to which none was added are the same list, see judge-case.ts.
  return {
    ref,
    number,
    shard,
    version,
    isNew,
    place,
    allFacts,
    facts: added.length === 0 ? left.facts : factsThatStand(allFacts),
    origin: added.length === 0 ? left.origin : originOf(allFacts),
    standing,
    spent,
    due,
    published,
    inconsistencies,
    rulings,
  };
}

type Left = Omit<CaseFile, keyof LockedCase>;

const NOTHING_KNOWN: Left = {
  ...{ allFacts: [], facts: [], origin: originOf([]), standing: [], spent: new Map<string, number>() },
  ...{ due: [], published: [], inconsistencies: [], rulings: [] },
};

/** The columns of read-cases, in their order. */
function caseFileOf({ ref, number, shard, version, place }: LockedCase, known: SentRows): CaseFile {
  const allFacts = known.rows(factOf);
  const newest = known.rows(verdictOf);
  return {
    ...{ ref, number, shard, version, place, isNew: false, allFacts },
    facts: factsThatStand(allFacts),
    origin: originOf(allFacts),
    ...standingOf(newest),
    due: known.rows(dueOf),
    published: known.rows(milestoneOf),
    inconsistencies: known.rows((row) => row.text()),
    rulings: known.rows(rulingOf),
  };
}

/** What stands of the newest versions of verdicts: an odd version records a verdict, an even one retracts it. */
function standingOf(newest: readonly CurrentVerdict[]): Pick<CaseFile, 'standing' | 'spent'> {
  const retracted = newest.filter(({ version }) => version % 2 === 0);
  return {
    standing: newest.filter(({ version }) => version % 2 === 1),
    spent: new Map(retracted.map((verdict) => [keyOf(verdict), verdict.version])),
  };
}
