import type { ShardId } from '#libs/batches/format/topics.js';
import { partitionOf, topicOf } from '#libs/batches/format/topics.js';
import { Relay } from '#libs/batches/source/publish.js';
import { Sealer } from '#libs/batches/source/seal.js';
import { noteAcknowledged, shardsOf, streamOf } from '#libs/batches/source/serve.js';
import type { NewBatch } from '#libs/batches/source/source-store.js';
import type { BatchSource } from '#libs/batches/transport/batch-source.js';
import { Observations } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Instant } from '#libs/domain/time.js';
import type { IncomingRecord, KafkaClient, OutgoingRecord } from '#libs/kafka/kafka-client.js';
import { MemoryKafka } from '#test/doubles/memory-kafka.js';
import { MemorySource, type SourceDraft } from '#test/doubles/memory-source.js';
import { addToMemoryOutbox, MemorySourceStore } from '#test/doubles/memory-source-store.js';

export const INSTALLATION = '00000000-0000-4000-8000-000000000001';
/** All shards; a department begins with the first. */
export const SHARDS: readonly [ShardId, ShardId] = [
  { source: 'delivery', carries: 'observations', shard: 1 },
  { source: 'delivery', carries: 'observations', shard: 2 },
];
/** Retention after every reader has a batch: the "35 days" of a story that lasts two or three minutes. */
export const KEPT_MS = 40_000;
const START = Date.parse('2026-03-01T00:00:00Z');

/** A fact that a feed reported: identified by a number, counted in an area. */
export interface SimFact {
  readonly id: number;
  readonly area: string;
  /** Its verdict comes later. */
  readonly waits?: boolean;
}

/** What the department stores beside its batches. */
export interface Remembered {
  readonly facts: ReadonlyMap<number, SimFact & { readonly shard: ShardId; readonly reportedAt: Instant }>;
  /** Facts without a verdict yet. */
  readonly waiting: ReadonlySet<number>;
  /** The watermark of its one feed. */
  readonly completeThrough: Instant | undefined;
}

/** The process died; no later access of it reaches anything. */
export class Died extends Error {}

/** What outlives the processes of a department: its database and Kafka. */
export class SimSource {
  readonly database: MemorySource<Remembered>;
  readonly kafka = new MemoryKafka();
  #stamped: Instant = START;

  /** @param now  virtual time, ms since the beginning */
  constructor(private readonly now: () => number) {
    const nothing = { facts: new Map(), waiting: new Set<number>(), completeThrough: undefined };
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

export interface ProcessOptions {
  /** The number of shards over which new facts are spread. */
  readonly shards: number;
  /** CX_DATABASE_LOST */
  readonly wasLost?: boolean;
  /** Called before every access to database or Kafka and after its acknowledgement; true ends the process there. */
  readonly dies: (what: string) => boolean;
  /** How many turns other tasks get before an access; default: none. */
  readonly turns?: () => number;
}

/** One process of the department: the real sealer, relay and answers to readers. */
export class SourceProcess implements BatchSource {
  readonly #store: MemorySourceStore<Remembered>;
  readonly #sealer: Sealer<SourceDraft<Remembered>>;
  readonly #relay: Relay;
  readonly #shards: readonly ShardId[];
  isDead = false;

  constructor(
    private readonly source: SimSource,
    { shards, wasLost = false, dies, turns }: ProcessOptions,
  ) {
    const onIo = async (what: string) => {
      for (let left = turns?.() ?? 0; left > 0; left--) await undefined;
      this.isDead ||= dies(what);
      if (this.isDead) throw new Died(what);
    };
    this.#shards = SHARDS.slice(0, shards);
    this.#store = new MemorySourceStore(source.database, onIo);
    this.#sealer = new Sealer({
      ...{ store: this.#store, installation: INSTALLATION, source: 'delivery', batchSize: 2, wasLost },
      readFeeds: async (tx) => {
        await onIo('readFeeds');
        return [{ feed: 'sim', completeThrough: tx.kept.own.completeThrough, origin: 'REPORTED' }];
      },
      countWaiting: async (tx) => {
        await onIo('countWaiting');
        const cases = BigInt(tx.kept.own.waiting.size);
        return cases === 0n ? [] : [{ ...CELL, unit: 'area/sp', cases, waitsFor: 'delivery/sim' }];
      },
    });
    this.#relay = new Relay(this.#store, mortal(source.kafka, onIo), this.#shards);
  }

  /** One transaction; a known fact is ignored. */
  report(facts: readonly SimFact[]): Promise<void> {
    return this.#store.transaction(async (tx) => {
      await tx.lock('facts');
      const { own } = tx.kept;
      const reportedAt = this.source.stamp();
      const fresh = facts
        .filter(({ id }, at) => !own.facts.has(id) && facts.findIndex((fact) => fact.id === id) === at)
        .map((fact) => ({ ...fact, reportedAt, shard: this.#shards[fact.id % this.#shards.length] as ShardId }));
      const waiting = fresh.filter(({ waits }) => waits);
      tx.change(({ own: before, ...kept }) => ({
        ...kept,
        own: {
          ...before,
          facts: new Map([...before.facts, ...fresh.map((fact) => [fact.id, fact] as const)]),
          waiting: new Set([...before.waiting, ...waiting.map(({ id }) => id)]),
        },
      }));
      judged(
        tx,
        fresh.filter(({ waits }) => !waits),
      );
    });
  }

  /** Gives every waiting fact its verdict. */
  judge(): Promise<void> {
    return this.#store.transaction(async (tx) => {
      await tx.lock('facts');
      const { facts, waiting } = tx.kept.own;
      tx.change(({ own, ...kept }) => ({ ...kept, own: { ...own, waiting: new Set<number>() } }));
      judged(
        tx,
        [...waiting].flatMap((id) => facts.get(id) ?? []),
      );
    });
  }

  /** The feed declares that it has reported everything until now. */
  declare(): Promise<void> {
    return this.#store.transaction(async (tx) => {
      const completeThrough = this.source.stamp();
      tx.change(({ own, ...kept }) => ({ ...kept, own: { ...own, completeThrough } }));
    });
  }

  async seal(): Promise<void> {
    for (const { carries, shard } of this.#shards) await this.#sealer.pass(carries, shard);
  }

  async publish(): Promise<void> {
    await this.#relay.pass();
  }

  async retain(): Promise<void> {
    await this.#store.retain(KEPT_MS);
  }

  heads() {
    return shardsOf(this.#store);
  }

  batches(shard: ShardId, epoch: number, firstNumber: bigint, lastNumber: bigint) {
    return streamOf(this.#store, shard, { epoch, firstNumber, lastNumber }, new AbortController().signal);
  }

  acknowledge(shard: ShardId, through: Parameters<BatchSource['acknowledge']>[1]) {
    return noteAcknowledged(this.#store, shard, 'scoring', through);
  }

  close(): void {}
}

/** Leaves verdicts for the next sealing pass, as storeChanges does: one row for each shard. */
function judged(tx: SourceDraft<Remembered>, facts: readonly (SimFact & { readonly shard: ShardId })[]): void {
  for (const shard of SHARDS) {
    const cells = facts.filter((fact) => fact.shard === shard).map(cellOf);
    if (cells.length > 0) addToMemoryOutbox(tx, shard, Buffer.from(Observations.encode({ cells }).finish()));
  }
}

/** Appends record by record, so that a process that dies may leave a part of its records. */
function mortal(kafka: KafkaClient, onIo: (what: string) => Promise<void>): KafkaClient {
  const append = async (topic: string, partition: number, records: readonly OutgoingRecord[]) => {
    for (const record of records) {
      await onIo('append');
      await kafka.append(topic, partition, [record]);
    }
    await onIo('appended');
  };
  return {
    ...{ append, ensureTopics: (topics) => kafka.ensureTopics(topics), follow: (options) => kafka.follow(options) },
    ...{ isReachable: () => kafka.isReachable(), close: () => kafka.close() },
  };
}

const CELL = { metric: 'delivered_by_first_promise', definition: 1, day: '2026-03-02' } as const;
const NONE = Buffer.alloc(0);

function cellOf({ id, area }: SimFact) {
  const ref = Buffer.alloc(16);
  ref.writeUInt32BE(id);
  return {
    key: { ...CELL, unit: `area/${area}`, class: 1, reason: '', responsible: '', origin: 1 },
    ...{ hits: ref, misses: NONE, retractedHits: NONE, retractedMisses: NONE, tally: undefined },
  };
}
