import { ORIGINS } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { bigints, booleans, byteas, integers, smallints, texts, timestamps } from '#libs/postgres/array.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { IncomingFact } from './incoming-fact.js';
import { timestamp } from './stored.js';
import type { StoredFact } from './stored-fact.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A fact or milestone with its feed and the hash of its content. */
export interface NewFact {
  readonly fact: IncomingFact;
  readonly feed: string;
  readonly sha256: Buffer;
  /** Of a milestone: the batch that brought it. */
  readonly arrivedIn?: BatchPlace;
}

/** A batch of a shard of another department. */
export interface BatchPlace {
  readonly shardId: number;
  readonly epoch: number;
  readonly number: bigint;
}

/** A case that may have to be opened. */
export type OpenedCase = Pick<IncomingFact, 'ref' | 'isOfSubject'>;

/** Adds the cases that are not known yet. They may be in any order, each once. */
export async function openCases(tx: Transaction, cases: readonly OpenedCase[], shards: number): Promise<void> {
  const inKeyOrder = cases.toSorted((a, b) => Buffer.compare(a.ref, b.ref));
  await tx.execute(sql('open-cases'), [
    byteas(inKeyOrder.map(({ ref }) => ref)),
    smallints(inKeyOrder.map(({ ref }) => shardOf(ref, shards))),
    booleans(inKeyOrder.map(({ isOfSubject = false }) => isOfSubject)),
  ]);
}

/** Adds facts, each id once, and returns the ids that were not known. */
export async function addFacts(tx: Transaction, facts: readonly NewFact[], now: Instant): Promise<Set<string>> {
  const [row] = await tx.query<{ added: string[] | null }>(sql('add-facts'), columnsOf(facts, now));
  return new Set(row?.added ?? facts.map(({ fact }) => fact.factId));
}

/** Adds spare copies of milestones that another batch brought before. A copy counts if that batch is voided. */
export async function addSpareMilestones(tx: Transaction, known: readonly NewFact[], now: Instant): Promise<void> {
  if (known.length > 0) await tx.execute(sql('add-spare-milestones'), columnsOf(known, now));
}

/** A fact as it will be read once it is stored. */
export function storedAs(fact: IncomingFact, feed: string, now: Instant): StoredFact {
  const { part, factId, kind, happenedAt, withdraws, origin, body } = fact;
  return { part, factId, feed, kind, happenedAt, recordedAt: now, withdraws, origin, body };
}

function columnsOf(facts: readonly NewFact[], now: Instant): readonly unknown[] {
  const inOrder = facts.toSorted((a, b) => (a.fact.factId < b.fact.factId ? -1 : 1));
  return [
    byteas(inOrder.map(({ fact }) => fact.ref)),
    texts(inOrder.map(({ feed }) => feed)),
    texts(inOrder.map(({ fact }) => fact.factId)),
    texts(inOrder.map(({ fact }) => fact.kind)),
    timestamps(inOrder.map(({ fact }) => fact.happenedAt)),
    timestamp(now),
    texts(inOrder.map(({ fact }) => fact.withdraws)),
    smallints(inOrder.map(({ fact }) => ORIGINS.numberOf(fact.origin))),
    byteas(inOrder.map(({ fact }) => fact.body)),
    byteas(inOrder.map(({ sha256 }) => sha256)),
    ...placesOf(inOrder),
    texts(inOrder.map(({ fact }) => fact.part)),
  ];
}

/** The batches that brought milestones, as three columns. Facts of a department's own feeds have none: unnest fills up with null. */
function placesOf(facts: readonly NewFact[]): readonly (Buffer | null)[] {
  const places = facts.flatMap(({ arrivedIn }) => arrivedIn ?? []);
  if (places.length === 0) return [null, null, null];
  if (places.length < facts.length) throw new Error('facts of feeds and milestones are stored by different calls');
  return [
    integers(places.map(({ shardId }) => shardId)),
    integers(places.map(({ epoch }) => epoch)),
    bigints(places.map(({ number }) => Number(number))),
  ];
}

/** Refs are pseudo-random, so any two bytes of them spread evenly. */
function shardOf(ref: Buffer, shards: number): number {
  return 1 + (ref.readUInt16BE(0) % shards);
}
