import type { Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { ShardId } from '../format/topics.js';
import type { QuarantineEntry } from './arrival.js';
import type { EndedEpoch, Received } from './plan.js';
import type { EpochProgress, EpochState, KnownHashes, ShardState, SubscriptionState } from './progress.js';
import type { CrashMarker, Place, Quarantined, ReceiverStore } from './receiver-store.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** The receiver store in PostgreSQL; its tables are READER_MIGRATIONS. */
export class PostgresReceiverStore implements ReceiverStore<Transaction> {
  constructor(private readonly database: Database) {}

  async shardId({ source, carries, shard }: ShardId): Promise<number> {
    await this.database.execute(sql('name-shard'), [source, carries, shard]);
    const rows = await this.database.query<{ shard_id: number }>(sql('find-shard'), [source, carries, shard]);
    const [row] = rows;
    if (row === undefined) throw new Error('the shard that was just inserted is missing');
    return row.shard_id;
  }

  async state(shardId: number): Promise<SubscriptionState> {
    const rows = await this.database.query<ProgressRow | NoProgressRow>(sql('find-progress'), [shardId]);
    return {
      version: rows[0]?.version ?? 0n,
      epochs: rows.flatMap((row) => (row.epoch === null ? [] : [progressOf(row)])),
    };
  }

  async knownHashes(shardId: number, places: readonly Place[]): Promise<KnownHashes> {
    const rows = await this.database.query<Place & { sha256: Buffer }>(sql('known-hashes'), [
      shardId,
      places.map(({ epoch }) => epoch),
      places.map(({ number }) => number),
    ]);
    return new Map(rows.map(({ epoch, number, sha256 }) => [`${epoch}:${number}`, sha256.toString('hex')]));
  }

  transaction(work: (tx: Transaction) => Promise<void>): Promise<void> {
    return this.database.transaction(work);
  }

  /** Moves the fence. The shard row stays locked until the transaction ends. */
  async move(tx: Transaction, shardId: number, version: bigint, changes: readonly EpochState[]) {
    const [fence] = await tx.query<{ incarnation: string }>(sql('move-fence'), [shardId, version]);
    if (fence === undefined) return undefined;
    for (const change of changes) await tx.execute(sql('put-progress'), valuesOf(shardId, change));
    return fence.incarnation;
  }

  async addReceived(tx: Transaction, shardId: number, received: readonly Received[]): Promise<void> {
    await tx.execute(sql('add-received'), [
      ...[shardId, received.map(({ epoch }) => epoch), received.map(({ number }) => number)],
      ...[received.map(({ sha256 }) => sha256), received.map(({ sealedAt }) => new Date(sealedAt))],
    ]);
  }

  async quarantine(tx: Transaction, shardId: number, aside: QuarantineEntry): Promise<void> {
    const { epoch, number, sha256, reason, detail, bytes } = aside;
    const plain = detail.replaceAll('\0', '');
    await tx.execute(sql('quarantine'), [shardId, epoch, number, sha256, reason, plain, bytes]);
  }

  async endEpoch(tx: Transaction, shardId: number, { epoch, through }: EndedEpoch): Promise<void> {
    await tx.execute(sql('void-quarantine'), [shardId, epoch, through]);
  }

  settle(tx: Transaction, shardId: number, batches: readonly Omit<Received, 'sealedAt'>[]): Promise<number> {
    return tx.execute(sql('settle-quarantine'), [
      ...[shardId, batches.map(({ epoch }) => epoch), batches.map(({ number }) => number)],
      batches.map(({ sha256 }) => sha256),
    ]);
  }

  quarantined(shardId: number, reasons: readonly QuarantineEntry['reason'][]): Promise<Quarantined[]> {
    return this.database.query<Quarantined>(sql('find-quarantined'), [shardId, reasons]);
  }

  async trials(): Promise<CrashMarker[]> {
    const rows = await this.database.query<{ shard_id: number; size: number; deaths: number }>(
      sql('find-crash-markers'),
    );
    return rows.map(({ shard_id: shardId, ...row }) => ({ ...row, shardId }));
  }

  async putCrashMarker({ shardId, size, deaths }: CrashMarker): Promise<void> {
    await this.database.execute(sql('put-crash-marker'), [shardId, size, deaths]);
  }

  async removeCrashMarker(shardId: number): Promise<void> {
    await this.database.execute(sql('remove-crash-marker'), [shardId]);
  }
}

interface NoProgressRow {
  readonly epoch: null;
  readonly version: bigint;
}

interface ProgressRow {
  readonly epoch: number;
  readonly version: bigint;
  readonly applied_through: bigint;
  readonly head_sha256: Buffer;
  readonly ahead: readonly Record<'lo' | 'hi' | 'previousSha256' | 'sha256', string>[];
  readonly batches: bigint;
  readonly sealed_at: Date | null;
  readonly applied_at: Date;
  readonly kafka_next_offset: bigint | null;
  readonly state: ShardState;
  readonly continues_epoch: number | null;
  readonly continues_number: bigint | null;
  readonly continues_sha256: Buffer | null;
  readonly begun_at: Date | null;
  readonly survives_through: bigint | null;
}

function progressOf(row: ProgressRow): EpochProgress {
  const { continues_epoch: epoch, continues_number: number, continues_sha256: sha256 } = row;
  return {
    epoch: row.epoch,
    chain: {
      appliedThrough: row.applied_through,
      headSha256: row.head_sha256.toString('hex'),
      ahead: row.ahead.map(({ lo, hi, ...hashes }) => ({ lo: BigInt(lo), hi: BigInt(hi), ...hashes })),
    },
    batches: row.batches,
    sealedAt: row.sealed_at?.getTime(),
    appliedAt: row.applied_at.getTime(),
    nextOffset: row.kafka_next_offset ?? undefined,
    state: row.state,
    continues:
      epoch === null || number === null || sha256 === null
        ? undefined
        : { epoch, number, sha256: sha256.toString('hex') },
    begunAt: row.begun_at?.getTime(),
    survivesThrough: row.survives_through ?? undefined,
  };
}

function valuesOf(shardId: number, change: EpochState): unknown[] {
  const { epoch, chain, batches, sealedAt, nextOffset, state, continues, begunAt, survivesThrough } = change;
  const ahead = chain.ahead.map(({ lo, hi, ...hashes }) => ({ lo: String(lo), hi: String(hi), ...hashes }));
  const continued = continues === undefined ? undefined : Buffer.from(continues.sha256, 'hex');
  return [
    ...[shardId, epoch, chain.appliedThrough, Buffer.from(chain.headSha256, 'hex'), JSON.stringify(ahead), batches],
    ...[timestamp(sealedAt), nextOffset ?? null, state],
    ...[continues?.epoch ?? null, continues?.number ?? null, continued ?? null, timestamp(begunAt)],
    survivesThrough ?? null,
  ];
}

function timestamp(instant: Instant | undefined): Date | null {
  return instant === undefined ? null : new Date(instant);
}
