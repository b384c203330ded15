import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { encodedObservations } from '#libs/batches/format/cells.js';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { isReadable, openBatch, sealBatch, sha256 } from '#libs/batches/format/sealed-batch.js';
import type { ShardId } from '#libs/batches/format/topics.js';
import { READER_MIGRATIONS } from '#libs/batches/reader/migrations.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { Receiver, type Subscription } from '#libs/batches/reader/receive.js';
import type { ReceiverStore } from '#libs/batches/reader/receiver-store.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { addToOutbox } from '#libs/batches/source/outbox.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Relay } from '#libs/batches/source/publish.js';
import { Sealer } from '#libs/batches/source/seal.js';
import { CATALOGUE_SHA256 } from '#libs/catalogue/catalogue.js';
import type { Cell, WaitingCell } from '#libs/domain/observation.js';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import { Database } from '#libs/postgres/database.js';
import type { MigrationSet } from '#libs/postgres/migrate.js';
import { MemoryDatabase, MemoryReceiverStore } from '#test/doubles/memory-receiver-store.js';
import { migratedDatabase } from '#test/stack/database.js';

export const INSTALLATION = randomUUID();
export const SHARD: ShardId = { source: 'delivery', carries: 'observations', shard: 1 };
export const ZERO = Buffer.alloc(32);

const cell: Cell = {
  metric: 'delivered_by_first_promise',
  definition: 1,
  unit: 'area/sp',
  day: '2018-03-02',
  class: 'ACCOUNTABLE',
  reason: '',
  responsible: '',
  origin: 'REPORTED',
};

export let source: Database;
export let reader: Database;
let memory: MemoryDatabase<undefined>;

const drops: (() => Promise<void>)[] = [];

/** A source and a reader, each with its own database, emptied before every test. Call it once in a test file. */
export function setBenchUp(): void {
  beforeAll(async () => {
    const open = async (name: string, set: MigrationSet) => {
      const { url, drop } = await migratedDatabase(name, [set]);
      drops.push(drop);
      const database = new Database({ url, name });
      return database;
    };
    source = await open('batches_source', SOURCE_MIGRATIONS);
    reader = await open('batches_reader', READER_MIGRATIONS);
  });
  afterAll(async () => {
    await source.close();
    await reader.close();
    for (const drop of drops.splice(0)) await drop();
  });
  beforeEach(async () => {
    memory = new MemoryDatabase(undefined, () => undefined);
    await source.execute('truncate own_shard, outbox, batch, acknowledged, acknowledged_by_all');
    await reader.execute('truncate shard, shard_progress, received_batch, quarantine, crash_marker cascade');
  });
}

/** A transaction with verdicts for some parcels. */
export function judge(parcels: number) {
  const observations = Array.from({ length: parcels }, () => ({
    cell,
    ref: sha256(Buffer.from(randomUUID())).subarray(0, 16),
    kind: 'record' as const,
    hits: 1,
    misses: 0,
  }));
  return source.transaction((tx) => addToOutbox(tx, { carries: 'observations', shard: 1, observations }));
}

export function sealer(idleMs = 60_000, waiting: readonly WaitingCell[] = []) {
  return new Sealer({
    store: new PostgresSourceStore(source),
    installation: INSTALLATION,
    source: 'delivery',
    readFeeds: async () => [],
    countWaiting: async () => waiting,
    idleMs,
  });
}

export function relayTo(kafka: KafkaClient): Relay {
  return new Relay(new PostgresSourceStore(source), kafka, [SHARD]);
}

export async function sealedBatches() {
  const rows = await source.query<{ bytes: Buffer }>('select bytes from batch order by epoch, number');
  return rows.map(({ bytes }) => openBatch(bytes)).filter(isReadable);
}

export const sealed = async () => (await sealedBatches()).map((batch) => raw(batch.epoch, batch.number, batch.bytes));
export const raw = (epoch: number, number: bigint, bytes: Uint8Array, fromSource = false): RawBatch => ({
  epoch,
  number,
  bytes,
  fromSource,
});

/** The two stores of a reader; every test of the receiver runs on both. */
export const STORES = ['PostgreSQL', 'memory'] as const;
export type StoreName = (typeof STORES)[number];

export function storeIn(name: StoreName): ReceiverStore<unknown> {
  return name === 'memory' ? new MemoryReceiverStore(memory) : new PostgresReceiverStore(reader);
}

/** The number of batches in quarantine. */
export async function pendingIn(name: StoreName): Promise<number> {
  if (name === 'memory') return new MemoryReceiverStore(memory).pending().length;
  return (await reader.query('select from quarantine where redriven_at is null and not void')).length;
}

/** A reader that counts parcels: a small version of scoring. */
export function counting(name: StoreName = 'PostgreSQL', installation = INSTALLATION) {
  const counted = { parcels: 0, batches: [] as bigint[], ended: [] as string[], fences: 0, aside: [] as string[] };
  const receiver = new Receiver({
    store: storeIn(name),
    installation,
    effects: {
      apply: async (_applying, batches) => {
        for (const batch of batches) {
          counted.batches.push(batch.number);
          counted.parcels += [...batch.cells].reduce((sum, { hits }) => sum + hits, 0);
        }
      },
      endEpochs: async (_applying, ended) =>
        void counted.ended.push(...ended.map(({ epoch, through }) => `${epoch}:${through}`)),
    },
    events: {
      onFenceLost: () => {
        counted.fences += 1;
      },
      onQuarantined: (_subscription, { number, reason }) => void counted.aside.push(`${number} ${reason}`),
    },
  });
  return { counted, receiver, subscription: () => receiver.subscription(SHARD) };
}

export async function chainOf(receiver: Receiver<unknown>, subscription: Subscription) {
  const progress = (await receiver.progress(subscription)).at(-1);
  return { through: progress?.chain.appliedThrough, ahead: progress?.chain.ahead.length, state: progress?.state };
}

/** A batch as another source would seal it, with a hit of another parcel. */
export function forged(
  number: bigint,
  previousSha256: Buffer,
  change: { epoch?: number; continuesEpoch?: number; continuesNumber?: bigint; sealedAt?: number } = {},
  shard: Partial<ShardId> = {},
): Buffer {
  const observations = [
    { cell, ref: sha256(Buffer.from(randomUUID())).subarray(0, 16), kind: 'record' as const, hits: 1, misses: 0 },
  ];
  const { bytes } = sealBatch({
    ...{
      installation: INSTALLATION,
      ...{ ...SHARD, ...shard },
      epoch: change.epoch ?? 1,
      number,
      previousSha256,
      continuesEpoch: change.continuesEpoch ?? 0,
      continuesNumber: change.continuesNumber ?? 0n,
    },
    ...{
      sealedAt: change.sealedAt ?? Date.now(),
      drained: true,
      catalogueSha256: CATALOGUE_SHA256,
      feeds: [],
      waiting: undefined,
    },
    content: { encoded: encodedObservations(shard.carries === 'milestones' ? [] : observations) },
  });
  return bytes;
}
