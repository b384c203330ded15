import type { Sender, ShardId } from '#libs/batches/format/topics.js';
import { Relay } from '#libs/batches/source/publish.js';
import { Sealer, type SealerOptions } from '#libs/batches/source/seal.js';
import { noteAcknowledged, shardsOf, streamOf } from '#libs/batches/source/serve.js';
import type { BatchSource } from '#libs/batches/transport/batch-source.js';
import type { KafkaClient, OutgoingRecord } from '#libs/kafka/kafka-client.js';
import type { MemorySource, SourceDraft } from '#test/doubles/memory-source.js';
import { MemorySourceStore } from '#test/doubles/memory-source-store.js';

export const INSTALLATION = '00000000-0000-4000-8000-000000000001';
/** Retention after every reader has a batch: the "35 days" of a story that lasts two or three minutes. */
export const KEPT_MS = 40_000;
export const START = Date.parse('2026-03-01T00:00:00Z');

/** The process died; no later access of it reaches anything. */
export class Died extends Error {}

export interface ProcessOptions {
  /** CX_DATABASE_LOST */
  readonly wasLost?: boolean;
  /** Called before every access to database or Kafka and after its acknowledgement; true ends the process there. */
  readonly dies: (what: string) => boolean;
  /** How many turns other tasks get before an access; default: none. */
  readonly turns?: (what: string) => number;
}

/** What a process seals, and for whom. */
export interface Sealing<Own> extends Pick<SealerOptions<SourceDraft<Own>>, 'readFeeds' | 'countWaiting' | 'idleMs'> {
  readonly database: MemorySource<Own>;
  readonly kafka: KafkaClient;
  readonly source: Sender;
  readonly shards: readonly ShardId[];
  /** The one reader that acknowledges. */
  readonly subscriber: string;
}

/** One process that seals batches: the real sealer, relay and answers to readers. */
export class SealingProcess<Own> implements BatchSource {
  protected readonly store: MemorySourceStore<Own>;
  readonly #sealer: Sealer<SourceDraft<Own>>;
  readonly #relay: Relay;
  isDead = false;

  constructor(
    private readonly sealing: Sealing<Own>,
    private readonly options: ProcessOptions,
  ) {
    const { database, kafka, shards, source, idleMs } = sealing;
    this.store = new MemorySourceStore(database, (what) => this.onIo(what));
    this.#sealer = new Sealer({
      ...{ store: this.store, installation: INSTALLATION, source, batchSize: 2, wasLost: options.wasLost ?? false },
      readFeeds: async (tx) => {
        await this.onIo('readFeeds');
        return sealing.readFeeds(tx);
      },
      countWaiting: async (tx) => {
        await this.onIo('countWaiting');
        return sealing.countWaiting(tx);
      },
      ...(idleMs === undefined ? {} : { idleMs }),
    });
    this.#relay = new Relay(this.store, this.#mortal(kafka), shards);
  }

  async seal(): Promise<void> {
    for (const { carries, shard } of this.sealing.shards) await this.#sealer.pass(carries, shard);
  }

  async relay(): Promise<void> {
    await this.#relay.pass();
  }

  async retain(): Promise<void> {
    await this.store.retain(KEPT_MS);
  }

  heads() {
    return shardsOf(this.store);
  }

  batches(shard: ShardId, epoch: number, firstNumber: bigint, lastNumber: bigint) {
    return streamOf(this.store, shard, { epoch, firstNumber, lastNumber }, new AbortController().signal);
  }

  acknowledge(shard: ShardId, through: Parameters<BatchSource['acknowledge']>[1]) {
    return noteAcknowledged(this.store, shard, this.sealing.subscriber, through);
  }

  close(): void {}

  /** Before every access: lets other tasks go on, and dies here if it must. */
  protected async onIo(what: string): Promise<void> {
    for (let left = this.options.turns?.(what) ?? 0; left > 0; left--) await undefined;
    this.dieAt(what);
  }

  protected dieAt(what: string): void {
    this.isDead ||= this.options.dies(what);
    if (this.isDead) throw new Died(what);
  }

  /** Appends record by record, so that a process that dies may leave a part of its records. */
  #mortal(kafka: KafkaClient): KafkaClient {
    const append = async (topic: string, partition: number, records: readonly OutgoingRecord[]) => {
      for (const record of records) {
        await this.onIo('append');
        await kafka.append(topic, partition, [record]);
      }
      await this.onIo('appended');
    };
    return {
      ...{ append, ensureTopics: (topics) => kafka.ensureTopics(topics), follow: (options) => kafka.follow(options) },
      ...{ isReachable: () => kafka.isReachable(), close: () => kafka.close() },
    };
  }
}
