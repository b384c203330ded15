import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Chain } from './chain.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** 'forked': two batches claim one number, nothing is applied until somebody has looked. 'ended': a later epoch began. */
export type ShardState = 'live' | 'forked' | 'ended';

/** How far one epoch of a lane is applied. */
export interface LaneProgress {
  readonly epoch: number;
  /** The fence. */
  readonly version: bigint;
  readonly chain: Chain;
  readonly batches: bigint;
  readonly sealedAt: Instant | undefined;
  readonly appliedAt: Instant;
  readonly nextOffset: bigint | undefined;
  readonly state: ShardState;
}

/** A new state of one epoch, for who finds the version still as expected. */
export interface ProgressChange {
  readonly epoch: number;
  /** Undefined: the row must not be there yet. */
  readonly expected: bigint | undefined;
  readonly chain: Chain;
  readonly batches: bigint;
  readonly sealedAt: Instant | undefined;
  readonly nextOffset: bigint | undefined;
  readonly state: ShardState;
}

interface ProgressRow {
  readonly epoch: number;
  readonly version: bigint;
  readonly applied_through: bigint;
  readonly head_sha256: Buffer;
  readonly ahead: readonly {
    readonly lo: string;
    readonly hi: string;
    readonly previousSha256: string;
    readonly sha256: string;
  }[];
  readonly batches: bigint;
  readonly sealed_at: Date | null;
  readonly applied_at: Date;
  readonly kafka_next_offset: bigint | null;
  readonly state: ShardState;
}

/** Every epoch of a shard, oldest first. */
export async function readEpochs(tx: Pick<Transaction, 'query'>, shardId: number): Promise<LaneProgress[]> {
  const rows = await tx.query<ProgressRow>(sql('find-progress'), [shardId]);
  return rows.map((row) => ({
    epoch: row.epoch,
    version: row.version,
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
  }));
}

/** Moves the progress if nobody else has; false when somebody has. The row stays locked until the transaction ends. */
export async function writeProgress(tx: Transaction, shardId: number, change: ProgressChange): Promise<boolean> {
  const { epoch, expected, chain, batches, sealedAt, nextOffset, state } = change;
  const ahead = chain.ahead.map(({ lo, hi, ...hashes }) => ({ lo: String(lo), hi: String(hi), ...hashes }));
  const values = [
    ...[shardId, epoch, chain.appliedThrough, Buffer.from(chain.headSha256, 'hex'), JSON.stringify(ahead), batches],
    ...[sealedAt === undefined ? null : new Date(sealedAt), nextOffset ?? null, state],
  ];
  const touched =
    expected === undefined
      ? await tx.execute(sql('begin-progress'), values)
      : await tx.execute(sql('move-progress'), [...values, expected]);
  return touched === 1;
}
