import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Place } from '../reader/receiver-store.js';
import type { ReadShard } from './open-shards.js';
import type { Head, LockedShard, NewBatch, OutboxRow, OwnShard, SourceStore, StoredBatch } from './source-store.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** The source store in PostgreSQL; its tables are SOURCE_MIGRATIONS. */
export class PostgresSourceStore implements SourceStore<Transaction> {
  constructor(private readonly database: Database) {}

  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.transaction(work);
  }

  async createShard(tx: Transaction, { carries, shard }: OwnShard, wasLost: boolean): Promise<void> {
    await tx.execute(sql('create-shard'), [carries, shard, wasLost]);
  }

  async lockShard(tx: Transaction, { carries, shard }: OwnShard): Promise<LockedShard | undefined> {
    const [row] = await tx.query<ShardRow>(sql('lock-shard'), [carries, shard]);
    if (row === undefined) return undefined;
    return {
      epoch: row.epoch,
      nextNumber: row.next_number,
      headSha256: row.head_sha256,
      continues: { epoch: row.continues_epoch, number: row.continues_number },
      sealedAt: row.sealed_at,
      stateSha256: row.state_sha256,
      isNewIncarnation: row.is_new_incarnation,
      now: row.now,
    };
  }

  async beginEpoch(tx: Transaction, { carries, shard }: OwnShard): Promise<void> {
    await tx.execute(sql('begin-epoch'), [carries, shard]);
  }

  takeOutbox(tx: Transaction, { carries, shard }: OwnShard, limit: number): Promise<OutboxRow[]> {
    return tx.query<OutboxRow>(sql('take-outbox'), [carries, shard, limit]);
  }

  async removeOutbox(tx: Transaction, { carries, shard }: OwnShard, ids: readonly bigint[]): Promise<void> {
    await tx.execute(sql('remove-outbox'), [carries, shard, ids]);
  }

  async addBatch(tx: Transaction, { carries, shard }: OwnShard, batch: NewBatch): Promise<void> {
    const { epoch, number, sha256, sealedAt, outboxIds, bytes } = batch;
    await tx.execute(sql('add-batch'), [carries, shard, epoch, number, sha256, sealedAt, outboxIds, bytes]);
  }

  async moveShard(
    tx: Transaction,
    { carries, shard }: OwnShard,
    to: Parameters<SourceStore<Transaction>['moveShard']>[2],
  ): Promise<void> {
    const values = [carries, shard, to.nextNumber, to.headSha256, to.sealedAt, to.stateSha256];
    await tx.execute(sql('move-shard'), values);
  }

  unpublished({ carries, shard }: OwnShard, limit: number): Promise<StoredBatch[]> {
    return this.database.query<StoredBatch>(sql('find-unpublished'), [carries, shard, limit]);
  }

  async markPublished({ carries, shard }: OwnShard, { epoch, number }: Place): Promise<void> {
    await this.database.execute(sql('mark-published'), [carries, shard, epoch, number]);
  }

  async heads(): Promise<Head[]> {
    const rows = await this.database.query<HeadRow>(sql('find-heads'));
    return rows.map(({ carries, shard, epoch, ...row }) => ({
      ...{ carries, shard, epoch, newestNumber: row.newest_number, oldestNumber: row.oldest_number },
      newestSha256: row.newest_sha256,
      publishedNumber: row.published_number,
      acknowledgedNumber: row.acknowledged_number,
    }));
  }

  async oldest({ carries, shard }: OwnShard, epoch: number): Promise<bigint | null | undefined> {
    const values = [carries, shard, epoch];
    const [row] = await this.database.query<{ oldest: bigint | null }>(sql('oldest-batch'), values);
    return row?.oldest;
  }

  find({ carries, shard }: OwnShard, { epoch, number }: Place, limit: number): Promise<Omit<StoredBatch, 'epoch'>[]> {
    return this.database.query(sql('find-batches'), [carries, shard, epoch, number, limit]);
  }

  async hashOf({ carries, shard }: OwnShard, { epoch, number }: Place): Promise<Buffer | undefined> {
    const values = [carries, shard, epoch, number];
    const [row] = await this.database.query<{ sha256: Buffer }>(sql('batch-hash'), values);
    return row?.sha256;
  }

  async acknowledge({ carries, shard }: OwnShard, subscriber: string, { epoch, number }: Place): Promise<void> {
    await this.database.execute(sql('acknowledge'), [carries, shard, subscriber, epoch, number]);
  }

  /** Which reader has acknowledged something of which shard. */
  readers(): Promise<ReadShard[]> {
    return this.database.query<ReadShard>(sql('find-readers'));
  }

  /** The highest number of a shard that this database seals or reads; 0: none. */
  async mostShards(): Promise<number> {
    const [row] = await this.database.query<{ most: number }>(sql('most-shards'));
    return row?.most ?? 0;
  }

  async retain(keptMs: number): Promise<number> {
    const [row] = await this.database.query<{ deleted: bigint }>(sql('retain'), [keptMs]);
    return Number(row?.deleted ?? 0n);
  }
}

interface ShardRow {
  readonly epoch: number;
  readonly next_number: bigint;
  readonly head_sha256: Buffer;
  readonly continues_epoch: number;
  readonly continues_number: bigint;
  readonly sealed_at: Date;
  readonly state_sha256: Buffer;
  readonly is_new_incarnation: boolean;
  readonly now: Date;
}

interface HeadRow extends OwnShard {
  readonly epoch: number;
  readonly newest_number: bigint;
  readonly oldest_number: bigint;
  readonly newest_sha256: Buffer;
  readonly published_number: bigint;
  readonly acknowledged_number: bigint;
}
