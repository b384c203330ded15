import { hash } from 'node:crypto';
import type { ShardId } from '#libs/batches/format/topics.js';
import type { MilestoneOut } from '#libs/batches/source/outbox.js';
import type { Source } from '#libs/domain/observation.js';
import { WHOLE } from '#libs/domain/part.js';
import type { Instant } from '#libs/domain/time.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { findErased } from '../facts/erased-cases.js';
import { refKey, refsOf, timestamp, uniqueByCase } from '../facts/stored.js';
import { milestoneFactId, milestoneKind } from '../facts/stored-fact.js';
import { type TouchedCase, touchedTogether } from '../facts/touched-case.js';
import {
  addFacts,
  addSpareMilestones,
  type BatchPlace,
  type NewFact,
  openCases,
  storedAs,
} from '../facts/write-facts.js';
import { encodeMilestone, noteMilestone } from './milestone-codec.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A milestone of another department, with the batch that brought it. */
export type ReceivedMilestone = MilestoneOut & { readonly arrivedIn: BatchPlace };

/**
 * Stores milestones of another department as facts. A milestone that comes again is recognised by its name, revision and part, so
 * batches may be repeated. A milestone of an erased case is not kept.
 *
 * @returns the cases about which something is new
 */
export async function storeMilestones(
  tx: Transaction,
  source: Source,
  milestones: readonly ReceivedMilestone[],
  { now, shards }: { readonly now: Instant; readonly shards: number },
): Promise<TouchedCase[]> {
  const erased = await findErased(tx, refsOf(milestones));
  const kept = erased.size === 0 ? milestones : milestones.filter(({ ref }) => !erased.has(refKey(ref)));
  const received = new Map<string, HeardMilestone>();
  for (const one of kept) {
    const fact = factOf(source, one);
    received.set(fact.fact.factId, fact);
  }
  const facts = [...received.values()];
  if (facts.length === 0) return [];
  const [, added] = await Promise.all([
    openCases(tx, uniqueByCase(facts.map(({ fact }) => fact)), shards),
    addFacts(tx, facts, now),
  ]);
  await addSpareMilestones(
    tx,
    facts.filter(({ fact }) => !added.has(fact.factId)),
    now,
  );
  const isNew = facts.filter(({ fact }) => added.has(fact.factId));
  return touchedTogether(
    isNew.map(({ fact, milestone }) => {
      const stored = storedAs(fact, source, now);
      noteMilestone(stored, milestone);
      return { ref: fact.ref, cause: fact.kind, added: [stored] };
    }),
  );
}

interface HeardMilestone extends NewFact {
  readonly milestone: MilestoneOut;
}

/**
 * Ends epochs of another department. Their batches through a number survived: milestones of later batches are voided, and milestones
 * that were voided before and lie within count again. A milestone that one epoch loses and another one keeps counts once.
 *
 * @returns the cases whose milestones changed
 */
export async function endUpstreamEpochs(
  tx: Transaction,
  shardId: number,
  ended: readonly { readonly epoch: number; readonly through: bigint }[],
): Promise<TouchedCase[]> {
  for (const { epoch, through } of ended) await tx.execute(sql('unvoid-milestones'), [shardId, epoch, through]);
  const touched: CaseRow[] = [];
  for (const { epoch, through } of ended)
    touched.push(...(await tx.query<CaseRow>(sql('void-milestones'), [shardId, epoch, through])));
  touched.push(...(await tx.query<CaseRow>(sql('use-spare-milestones'))));
  return uniqueByCase(touched.map(({ case_ref: ref, kind }) => ({ ref, cause: kind })));
}

interface CaseRow {
  readonly case_ref: Buffer;
  readonly kind: string;
}

/**
 * Stores that a milestone shard of another department is complete through an instant, in the transaction that stored its milestones;
 * NEVER when one of its feeds has not declared anything.
 */
export async function storeUpstream(
  tx: Transaction,
  { source, shard }: Pick<ShardId, 'source' | 'shard'>,
  completeThrough: Instant,
): Promise<void> {
  await tx.execute(sql('set-upstream'), [source, shard, timestamp(completeThrough) ?? null]);
}

function factOf(source: Source, { arrivedIn, ...milestone }: ReceivedMilestone): HeardMilestone {
  const { name, revision, withdrawn, ref, part = WHOLE, happenedAt, origin } = milestone;
  const body = encodeMilestone(milestone);
  const fact = {
    factId: milestoneFactId(name, revision, ref, part),
    ref,
    part,
    kind: milestoneKind(source, name),
    happenedAt,
    withdraws: withdrawn ? milestoneFactId(name, revision - 1, ref, part) : undefined,
    origin,
    body,
  };
  return {
    fact,
    feed: source,
    sha256: hash('sha256', body, 'buffer'),
    arrivedIn,
    milestone,
  };
}
