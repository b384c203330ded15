import type { Instant } from '#libs/domain/time.js';
import { byteas, texts } from '#libs/postgres/array.js';
import { reading, type Sql, sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { ReportingFeed } from './counting-feeds.js';
import { findErased } from './erased-cases.js';
import { readFeeds, registerFeed } from './feeds.js';
import { type CheckedFact, contentSha256, type IncomingFact, type Outcome, refusedAsErased } from './incoming-fact.js';
import { findMemberships, inAnotherCase, lockMembers, type Memberships } from './memberships.js';
import { refKey, refsOf, uniqueByCase } from './stored.js';
import { WITHDRAWAL } from './stored-fact.js';
import { type TouchedCase, touchedTogether } from './touched-case.js';
import { addFacts, openCases, storedAs } from './write-facts.js';

const sql: (name: string) => Sql = sqlFolder(import.meta.url, './sql/');

export interface StoreOptions {
  readonly feed: string;
  readonly now: Instant;
  /** How many shards new cases are spread over, from 1. */
  readonly shards: number;
  /** The kind of fact with which a case must begin, "placed"; other facts of unknown cases are refused. Unset: any kind may come first. */
  readonly openedBy?: string | undefined;
  /**
   * Asks what the caller asks next, in the same turn as new facts are added, about the cases of all of them. Another call may have added some
   * of these facts just before; then their cases are not touched.
   */
  readonly alsoAsk?: (refs: readonly Buffer[]) => Promise<unknown>;
}

/** What became of the items of a call, and the cases that are to be judged again. */
export interface StoredFacts {
  /** One per item, in the order sent. */
  readonly outcomes: readonly Outcome[];
  readonly touched: readonly TouchedCase[];
}

/**
 * Stores the facts of one call. Each fact is accepted or refused by itself: a fact_id that the feed has used before with the
 * same content is ALREADY_RECORDED, with other content it is refused. Two equal calls at the same time store their facts once.
 */
export async function storeFacts(
  tx: Transaction,
  items: readonly CheckedFact[],
  options: StoreOptions,
): Promise<StoredFacts> {
  const inOrder = items.flatMap((item) => (item.is === 'in order' ? [item.fact] : []));
  const { facts, known, opened, memberships, feeds } = await whatIsKnown(tx, inOrder, options);
  const decided = decide(facts, known, memberships, opened, options.openedBy);
  const fresh = facts.filter((fact) => decided.get(fact)?.result === 'RECORDED');
  if (fresh.length > 0) {
    const added = await keep(tx, fresh, feeds, options);
    await settleRaces(tx, options.feed, facts, decided, added);
  }

  const outcomes = items.map((item) =>
    item.is === 'refused'
      ? { result: 'REFUSED' as const, ...item.refusal }
      : (decided.get(item.fact) ?? refusedAsErased(item.fact.factId)),
  );
  const recorded = fresh.filter((fact) => decided.get(fact)?.result === 'RECORDED');
  return { outcomes, touched: touchedBy(options, recorded) };
}

/**
 * What decides on the facts of a call, asked at once. Members are locked before, so that what is known of them cannot change; those of
 * an erased case are not stored.
 */
async function whatIsKnown(tx: Transaction, inOrder: readonly IncomingFact[], { feed, openedBy }: StoreOptions) {
  const askErased = findErased(tx, refsOf(inOrder));
  if (inOrder.some(({ member }) => member !== undefined))
    await lockMembers(tx, withoutErased(inOrder, await askErased));
  const [erased, known, opened, memberships, feeds] = await Promise.all([
    askErased,
    findKnown(tx, feed, inOrder),
    openedBy === undefined ? undefined : findOpened(tx, inOrder, openedBy),
    findMemberships(tx, inOrder),
    readFeeds(tx),
  ]);
  return { facts: withoutErased(inOrder, erased), known, opened, memberships, feeds };
}

function withoutErased(facts: readonly IncomingFact[], erased: ReadonlyMap<string, unknown>): IncomingFact[] {
  return erased.size === 0 ? [...facts] : facts.filter(({ ref }) => !erased.has(refKey(ref)));
}

interface KnownFact {
  readonly fact_id: string;
  readonly case_ref: Buffer;
  readonly kind: string;
  readonly body_sha256: Buffer;
}

/** What is stored under the ids of these facts and of the facts that they withdraw. */
async function findKnown(
  tx: Transaction,
  feed: string,
  facts: readonly IncomingFact[],
): Promise<Map<string, KnownFact>> {
  const ids = new Set<string>();
  for (const { factId, withdraws } of facts) {
    ids.add(factId);
    if (withdraws !== undefined) ids.add(withdraws);
  }
  const rows = await tx.query<KnownFact>(reading(sql('find-known-facts')), [feed, texts([...ids])]);
  return new Map(rows.map((row) => [row.fact_id, row]));
}

/** The cases of these facts that have begun: their first fact is stored, or is in this call. */
async function findOpened(tx: Transaction, facts: readonly IncomingFact[], openedBy: string): Promise<Set<string>> {
  const openers = new Set<string>();
  for (const { kind, ref } of facts) if (kind === openedBy) openers.add(refKey(ref));
  const others = facts.filter(({ kind, ref }) => kind !== openedBy && !openers.has(refKey(ref)));
  if (others.length === 0) return openers;
  const refs = refsOf(uniqueByCase(others));
  const rows = await tx.query<OpeningFact>(reading(sql('find-openers')), [byteas(refs), openedBy]);
  const takenBack = new Set(rows.map(({ feed, withdraws }) => `${feed} ${withdraws}`));
  for (const row of rows)
    if (row.withdraws === null && !takenBack.has(`${row.feed} ${row.fact_id}`)) openers.add(refKey(row.case_ref));
  return openers;
}

interface OpeningFact {
  readonly case_ref: Buffer;
  readonly feed: string;
  readonly fact_id: string;
  readonly withdraws: string | null;
}

/** The outcome of each fact if no other call is under way. Withdrawals come last, because the facts that they withdraw may follow them in the call. */
function decide(
  facts: readonly IncomingFact[],
  known: ReadonlyMap<string, KnownFact>,
  memberships: Memberships,
  opened: ReadonlySet<string> | undefined,
  openedBy: string | undefined,
): Map<IncomingFact, Outcome> {
  const decided = new Map<IncomingFact, Outcome>();
  const accepted = new Map<string, IncomingFact>();
  const withdrawals = facts.filter((fact) => fact.kind === WITHDRAWAL);
  const inTurn =
    withdrawals.length === 0 ? facts : [...facts.filter((fact) => fact.kind !== WITHDRAWAL), ...withdrawals];
  for (const fact of inTurn) {
    const outcome = repeated(fact, known.get(fact.factId)?.body_sha256) ??
      repeated(fact, shaOf(accepted.get(fact.factId))) ??
      unknownOrder(fact, opened, openedBy) ??
      inAnotherCase(fact, memberships) ??
      withdrawnUnknown(fact, known, accepted) ?? { result: 'RECORDED', factId: fact.factId, ref: fact.ref };
    decided.set(fact, outcome);
    if (outcome.result === 'RECORDED') accepted.set(fact.factId, fact);
  }
  return decided;
}

function repeated(fact: IncomingFact, earlierSha256: Buffer | undefined): Outcome | undefined {
  if (earlierSha256 === undefined) return undefined;
  if (earlierSha256.equals(contentSha256(fact)))
    return { result: 'ALREADY_RECORDED', factId: fact.factId, ref: fact.ref };
  const detail = `fact_id ${fact.factId} was used before with other content`;
  return { result: 'REFUSED', factId: fact.factId, reason: 'FACT_ID_REUSED', field: 'fact_id', detail };
}

function shaOf(fact: IncomingFact | undefined): Buffer | undefined {
  return fact === undefined ? undefined : contentSha256(fact);
}

function unknownOrder(
  fact: IncomingFact,
  opened: ReadonlySet<string> | undefined,
  openedBy: string | undefined,
): Outcome | undefined {
  if (opened === undefined || fact.isOfSubject === true) return undefined;
  if (fact.kind === openedBy || fact.kind === WITHDRAWAL) return undefined;
  if (opened.has(refKey(fact.ref))) return undefined;
  const detail = `no fact "${openedBy}" of this order is known; report it first, or in the same call`;
  return { result: 'REFUSED', factId: fact.factId, reason: 'ORDER_UNKNOWN', field: 'order_id', detail };
}

function withdrawnUnknown(
  fact: IncomingFact,
  known: ReadonlyMap<string, KnownFact>,
  accepted: ReadonlyMap<string, IncomingFact>,
): Outcome | undefined {
  if (fact.withdraws === undefined) return undefined;
  const kept = known.get(fact.withdraws);
  const target = kept === undefined ? accepted.get(fact.withdraws) : { ref: kept.case_ref, kind: kept.kind };
  if (target !== undefined && target.kind !== WITHDRAWAL && target.ref.equals(fact.ref)) return undefined;
  const detail = `this feed has reported no fact ${fact.withdraws} about this case`;
  return { result: 'REFUSED', factId: fact.factId, reason: 'WITHDRAWN_UNKNOWN', field: 'withdrawal.fact_id', detail };
}

/** Registers the feed, opens the cases of new facts and adds the facts, in this order; returns the ids that were added. */
async function keep(
  tx: Transaction,
  fresh: readonly IncomingFact[],
  feeds: readonly ReportingFeed[],
  { feed, now, shards, alsoAsk }: StoreOptions,
): Promise<Set<string>> {
  const origins = fresh.map(({ origin }) => origin);
  const facts = fresh.map((fact) => ({ fact, feed, sha256: contentSha256(fact) }));
  const cases = uniqueByCase(fresh);
  const [, , added] = await Promise.all([
    registerFeed(tx, feed, origins, feeds),
    openCases(tx, cases, shards),
    addFacts(tx, facts, now),
    alsoAsk?.(refsOf(cases)),
  ]);
  return added;
}

/** Decides again on ids that another call has just stored; that call has committed by now. */
async function settleRaces(
  tx: Transaction,
  feed: string,
  facts: readonly IncomingFact[],
  decided: Map<IncomingFact, Outcome>,
  added: ReadonlySet<string>,
): Promise<void> {
  const raced = facts.filter((fact) => decided.get(fact)?.result === 'RECORDED' && !added.has(fact.factId));
  if (raced.length === 0) return;
  const known = await findKnown(tx, feed, raced);
  const ids = new Set(raced.map((fact) => fact.factId));
  for (const fact of facts.filter(({ factId }) => ids.has(factId))) {
    const outcome = repeated(fact, known.get(fact.factId)?.body_sha256);
    if (outcome === undefined) throw new Error(`fact ${fact.factId} of ${feed} was neither added nor found`);
    decided.set(fact, outcome);
  }
}

function touchedBy({ feed, now }: StoreOptions, recorded: readonly IncomingFact[]): TouchedCase[] {
  const touched = recorded.map((fact) => ({
    ref: fact.ref,
    cause: `${feed}/${fact.factId}`,
    added: [storedAs(fact, feed, now)],
  }));
  return touchedTogether(touched);
}
