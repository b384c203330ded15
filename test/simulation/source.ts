import type { BatchSource } from '#libs/batches/batch-source.js';
import {
  addToMemoryOutbox,
  MemorySource,
  MemorySourceStore,
  type SourceDraft,
} from '#libs/batches/memory-source-store.js';
import { Relay } from '#libs/batches/publish.js';
import { Sealer } from '#libs/batches/seal.js';
import { noteAcknowledged, shardsOf, streamOf } from '#libs/batches/serve.js';
import type { NewBatch } from '#libs/batches/source-store.js';
import type { ShardId } from '#libs/batches/topics.js';
import { partitionOf, topicOf } from '#libs/batches/topics.js';
import { Observations } from '#libs/contracts/cx/batches/v1/batches.js';
import type { IncomingRecord, Log, OutgoingRecord } from '#libs/kafka/log.js';
import { MemoryLog } from '#libs/kafka/memory-log.js';

export const INSTALLATION = '00000000-0000-4000-8000-000000000001';
export const SHARD: ShardId = { source: 'delivery', carries: 'observations', shard: 1 };
const START = Date.parse('2026-03-01T00:00:00Z');

/** Something a feed reported: known by its number, counted in an area. */
export interface SimFact {
  readonly id: number;
  readonly area: string;
}

/** The process is gone; whatever it still tries does not reach anything. */
export class Died extends Error {}

type Known = ReadonlySet<number>;

/** What outlives the processes of a department: its database, and Kafka beside it. */
export class SimSource {
  readonly database: MemorySource<Known>;
  readonly log = new MemoryLog();

  /** @param now  virtual time, ms since the beginning */
  constructor(now: () => number) {
    this.database = new MemorySource<Known>([SHARD], new Set(), () => START + now());
  }

  /** What it has sealed and remembers: the truth that readers must come to. */
  get sealed(): readonly NewBatch[] {
    return this.database.kept.shards.get(`${SHARD.carries}/${SHARD.shard}`)?.batches ?? [];
  }

  /** The records as they lie in Kafka; whoever changes them damages them. */
  get topic(): IncomingRecord[] {
    return this.log.partition(topicOf(SHARD), partitionOf(SHARD));
  }
}

/** One process of the department: the real sealer, relay and answers to readers. */
export class SourceProcess implements BatchSource {
  readonly #store: MemorySourceStore<Known>;
  readonly #sealer: Sealer<SourceDraft<Known>>;
  readonly #relay: Relay;
  isDead = false;

  /** @param dies  asked before every access to its database or Kafka, and after it was acknowledged: whether it ends there */
  constructor(source: SimSource, dies: (what: string) => boolean) {
    const onIo = (what: string) => {
      this.isDead ||= dies(what);
      if (this.isDead) throw new Died(what);
    };
    this.#store = new MemorySourceStore(source.database, onIo);
    this.#sealer = new Sealer({
      ...{ store: this.#store, installation: INSTALLATION, source: 'delivery', batchSize: 2 },
      ...{ readFeeds: async () => [], countWaiting: async () => [] },
    });
    this.#relay = new Relay(this.#store, mortal(source.log, onIo), [SHARD]);
  }

  /** One transaction; a fact that is known is not told again. */
  report(facts: readonly SimFact[]): Promise<void> {
    return this.#store.transaction(async (tx) => {
      const { own } = tx.kept;
      const fresh = facts.filter(({ id }, at) => !own.has(id) && facts.findIndex((fact) => fact.id === id) === at);
      tx.kept = { ...tx.kept, own: new Set([...own, ...fresh.map(({ id }) => id)]) };
      const content = Buffer.from(Observations.encode({ cells: fresh.map(cellOf) }).finish());
      if (fresh.length > 0) addToMemoryOutbox(tx, SHARD, content);
    });
  }

  async seal(): Promise<void> {
    await this.#sealer.pass(SHARD.carries, SHARD.shard);
  }

  async publish(): Promise<void> {
    await this.#relay.pass();
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

/** Kafka takes record by record, so whoever dies may leave a part of what it gave. */
function mortal(log: Log, onIo: (what: string) => void): Log {
  const append = async (topic: string, partition: number, records: readonly OutgoingRecord[]) => {
    for (const record of records) {
      onIo('append');
      await log.append(topic, partition, [record]);
    }
    onIo('appended');
  };
  return {
    ...{ append, ensureTopics: (topics) => log.ensureTopics(topics), follow: (options) => log.follow(options) },
    ...{ isReachable: () => log.isReachable(), close: () => log.close() },
  };
}

const NONE = Buffer.alloc(0);

function cellOf({ id, area }: SimFact) {
  const ref = Buffer.alloc(16);
  ref.writeUInt32BE(id);
  return {
    key: {
      ...{ metric: 'delivered_by_first_promise', definition: 1, unit: `area/${area}`, day: '2026-03-02' },
      ...{ class: 1, reason: '', responsible: '', origin: 1 },
    },
    ...{ hits: ref, misses: NONE, retractedHits: NONE, retractedMisses: NONE, tally: undefined },
  };
}
