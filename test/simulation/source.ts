import type { ShardId } from '#libs/batches/format/topics.js';
import { partitionOf, topicOf } from '#libs/batches/format/topics.js';
import type { NewBatch } from '#libs/batches/source/source-store.js';
import type { BatchSource } from '#libs/batches/transport/batch-source.js';
import { rejudge } from '#libs/cases/judging/rejudge.js';
import type { Instant } from '#libs/domain/time.js';
import type { IncomingRecord } from '#libs/kafka/kafka-client.js';
import type { KeptDocument } from '#test/doubles/memory-documents.js';
import { MemoryKafka } from '#test/doubles/memory-kafka.js';
import { nothingReceived } from '#test/doubles/memory-receiver-store.js';
import { MemorySource, type SourceDraft } from '#test/doubles/memory-source.js';
import { type Judging, judge, judgingOn, lockCases, type Remembered, withFacts } from './judging.js';
import { type ProcessOptions, SealingProcess, START } from './sealing.js';
import { TakingDocuments } from './taking-documents.js';
import { DAY, type SimFact } from './verdict.js';

/** All shards; a department begins with the first. */
export const SHARDS: readonly [ShardId, ShardId] = [
  { source: 'delivery', carries: 'observations', shard: 1 },
  { source: 'delivery', carries: 'observations', shard: 2 },
];

/** The most cases that one transaction judges again. */
const CHUNK = 4;

/** What outlives the processes of a department: its database and Kafka. */
export class SimSource {
  readonly database: MemorySource<Remembered>;
  readonly kafka = new MemoryKafka();
  #stamped: Instant = START;

  /**
   * @param now        virtual time, ms since the beginning
   * @param documents  those that it has from the beginning on
   */
  constructor(
    private readonly now: () => number,
    documents: readonly KeptDocument[] = [],
  ) {
    const nothing: Remembered = {
      ...{ facts: new Map(), waiting: new Set(), verdicts: new Map(), completeThrough: undefined },
      ...{ documents, rulings: [], rejudging: undefined, received: nothingReceived() },
    };
    this.database = new MemorySource<Remembered>(nothing, () => START + now());
  }

  /** An instant later than all before. */
  stamp(): Instant {
    this.#stamped = Math.max(this.#stamped + 1, START + this.now());
    return this.#stamped;
  }

  /** The sealed batches that a shard still has. */
  sealed({ carries, shard }: ShardId): readonly NewBatch[] {
    return this.database.kept.shards.get(`${carries}/${shard}`)?.batches ?? [];
  }

  /** The records of a shard in Kafka; changing them damages the topic. */
  topic(shard: ShardId): IncomingRecord[] {
    return this.kafka.partition(topicOf(shard), partitionOf(shard));
  }
}

export interface DepartmentOptions extends ProcessOptions {
  /** The number of shards over which new facts are spread. */
  readonly shards: number;
  /** Scoring, from which it fetches documents. */
  readonly company: BatchSource;
}

/** One process of the department: it stores facts, takes documents, judges and seals. */
export class SourceProcess extends SealingProcess<Remembered> {
  readonly documents: TakingDocuments;
  readonly #judging: Judging;
  readonly #shardOf: (fact: SimFact) => ShardId;

  constructor(
    private readonly source: SimSource,
    { shards, company, ...options }: DepartmentOptions,
  ) {
    const own = SHARDS.slice(0, shards);
    super(
      {
        ...{ database: source.database, kafka: source.kafka, source: 'delivery', shards: own, subscriber: 'scoring' },
        readFeeds: async ({ kept }) => [{ feed: 'sim', completeThrough: kept.own.completeThrough, origin: 'REPORTED' }],
        countWaiting: async ({ kept }) => {
          const cell = { metric: 'delivered_by_first_promise', definition: 1, day: DAY, waitsFor: 'delivery/sim' };
          return ['area/rj', 'area/sp', 'unattributed'].flatMap((unit, place) => {
            const cases = [...kept.own.waiting].filter((id) => id % 3 === place).length;
            return cases === 0 ? [] : [{ ...cell, unit, cases: BigInt(cases) }];
          });
        },
      },
      options,
    );
    const onIo = (what: string) => this.onIo(what);
    this.#shardOf = ({ id }) => own[id % own.length] as ShardId;
    this.#judging = judgingOn(onIo);
    const { pass } = this.#judging;
    const judge = async (tx: SourceDraft<Remembered>, ids: readonly number[]) => {
      await lockCases(tx, ids);
      await this.#judge(tx, ids);
    };
    const within = { database: source.database, company, pass, judge, onIo, dieAt: (what: string) => this.dieAt(what) };
    this.documents = new TakingDocuments(within);
  }

  /** One transaction; a known fact is ignored. */
  report(facts: readonly SimFact[]): Promise<void> {
    return this.store.transaction(async (tx) => {
      await this.#judging.pass.hold(tx);
      await lockCases(
        tx,
        facts.map(({ id }) => id),
      );
      const { own } = tx.kept;
      const reportedAt = this.source.stamp();
      const fresh = facts
        .filter(({ id }, at) => !own.facts.has(id) && facts.findIndex((fact) => fact.id === id) === at)
        .map((fact) => ({ ...fact, reportedAt, shard: this.#shardOf(fact), isSure: fact.waits !== true }));
      tx.change((kept) => ({ ...kept, own: withFacts(kept.own, fresh) }));
      await judge(tx, this.#judging, fresh);
    });
  }

  /** Gives every waiting fact its verdict. */
  judge(): Promise<void> {
    return this.store.transaction(async (tx) => {
      await this.#judging.pass.hold(tx);
      const due = [...tx.kept.own.waiting];
      await lockCases(tx, due);
      const waiting = (own: Remembered) => new Set([...own.waiting].filter((id) => !due.includes(id)));
      tx.change(({ own, ...kept }) => ({ ...kept, own: { ...own, waiting: waiting(own) } }));
      await this.#judge(tx, due);
    });
  }

  /** Judges facts again by the documents that have come, chunk by chunk. */
  async rejudge(): Promise<void> {
    await rejudge<SourceDraft<Remembered>>(
      {
        ...{ store: this.#judging.pass, chunk: CHUNK, transaction: (work) => this.store.transaction(work) },
        judge: async (tx, refs) => {
          const ids = refs.map((ref) => ref.readUInt32BE());
          await lockCases(tx, ids);
          await this.#judge(tx, ids);
        },
      },
      0,
    );
  }

  #judge(tx: SourceDraft<Remembered>, ids: readonly number[]): Promise<void> {
    const { facts } = tx.kept.own;
    return judge(
      tx,
      this.#judging,
      ids.flatMap((id) => facts.get(id) ?? []),
    );
  }

  /** The feed declares that it has reported everything until now. */
  declare(): Promise<void> {
    return this.store.transaction(async (tx) => {
      const completeThrough = this.source.stamp();
      tx.change(({ own, ...kept }) => ({ ...kept, own: { ...own, completeThrough } }));
    });
  }
}
