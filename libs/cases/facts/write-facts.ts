import { ORIGINS } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { booleans, byteas, smallints, texts, timestamps } from '#libs/postgres/array.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { IncomingFact } from './incoming-fact.js';
import { timestamp } from './stored.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A fact or milestone with its feed and the hash of its content. */
export interface NewFact extends IncomingFact {
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

/** Adds facts and returns the ids that were not known. */
export async function addFacts(tx: Transaction, facts: readonly NewFact[], now: Instant): Promise<Set<string>> {
  const rows = await tx.query<{ fact_id: string }>(sql('add-facts'), columnsOf(facts, now));
  return new Set(rows.map((row) => row.fact_id));
}

/** Adds spare copies of milestones that another batch brought before. A copy counts if that batch is voided. */
export async function addSpareMilestones(tx: Transaction, known: readonly NewFact[], now: Instant): Promise<void> {
  if (known.length > 0) await tx.execute(sql('add-spare-milestones'), columnsOf(known, now));
}

function columnsOf(facts: readonly NewFact[], now: Instant): readonly unknown[] {
  const inOrder = facts.toSorted((a, b) => (a.factId < b.factId ? -1 : 1));
  return [
    byteas(inOrder.map((fact) => fact.ref)),
    texts(inOrder.map((fact) => fact.feed)),
    texts(inOrder.map((fact) => fact.factId)),
    texts(inOrder.map((fact) => fact.kind)),
    timestamps(inOrder.map((fact) => fact.happenedAt)),
    timestamp(now),
    texts(inOrder.map((fact) => fact.withdraws)),
    smallints(inOrder.map((fact) => ORIGINS.numberOf(fact.origin))),
    byteas(inOrder.map((fact) => fact.body)),
    byteas(inOrder.map((fact) => fact.sha256)),
    inOrder.map((fact) => fact.arrivedIn?.shardId ?? null),
    inOrder.map((fact) => fact.arrivedIn?.epoch ?? null),
    inOrder.map((fact) => fact.arrivedIn?.number ?? null),
    texts(inOrder.map((fact) => fact.part)),
  ];
}

/** Refs are pseudo-random, so any two bytes of them spread evenly. */
function shardOf(ref: Buffer, shards: number): number {
  return 1 + (ref.readUInt16BE(0) % shards);
}
