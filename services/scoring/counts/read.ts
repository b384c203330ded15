import { createHash } from 'node:crypto';
import type { ShardState } from '#libs/batches/reader/progress.js';
import { enumWords } from '#libs/domain/enum-words.js';
import {
  CLASSES,
  type CountedCell,
  ORIGINS,
  type Origin,
  type Source,
  type WaitingCell,
} from '#libs/domain/observation.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';

const sql = sqlFolder(import.meta.url, './sql/');

export interface WaitingRow extends WaitingCell {
  readonly source: Source;
}

export interface FeedRow {
  readonly source: Source;
  readonly feed: string;
  /** Undefined: it has declared nothing yet. */
  readonly completeThrough: Instant | undefined;
  readonly origin: Origin;
}

/** The last batch of a shard that a result contains. */
export interface ShardCut {
  readonly source: Source;
  readonly shard: number;
  readonly shardId: number;
  readonly epoch: number;
  readonly number: bigint;
  readonly sha256: Buffer;
}

/** What a result stands on. */
export interface DataState {
  /** Over the cut of all shards, 32 bytes. */
  readonly cutSha256: Uint8Array;
  readonly batches: bigint;
  readonly appliedAt: Instant | undefined;
  /** Of the least complete feed; undefined when one has declared nothing, or there is none. */
  readonly completeThrough: Instant | undefined;
  readonly missingBatches: bigint;
  readonly quarantinedBatches: bigint;
  /** Grows with every chunk applied; the same number means the same counts. */
  readonly progressVersion: bigint;
  readonly shards: readonly ShardCut[];
}

export interface CountsView {
  readonly rows: readonly CountedCell[];
  readonly waiting: readonly WaitingRow[];
  readonly feeds: readonly FeedRow[];
  readonly data: DataState;
}

export interface CountsQuery {
  /** Undefined: all sources. */
  readonly source: Source | undefined;
  readonly firstDay: Day;
  readonly lastDay: Day;
  /**
   * Ascending, from a first day on: the days from one bound to the next are added up and stand under the first of them. A
   * large company has thirty times fewer rows then. Unset: each day by itself.
   */
  readonly bounds?: readonly Day[];
}

/** What scoring's answers need of the counts. */
export interface CountsReader {
  /** One consistent view: counts, waiting, feeds and cut are of the same moment. */
  read(query: CountsQuery): Promise<CountsView>;
  progressVersion(): Promise<bigint>;
  isApplied(batch: {
    readonly source: Source;
    readonly shard: number;
    readonly epoch: number;
    readonly number: bigint;
  }): Promise<boolean>;
}

export function countsReader(database: Database): CountsReader {
  return {
    read: (query) =>
      database.transaction((tx) => readView(tx, query), { isolation: 'repeatable read', readOnly: true }),
    progressVersion: async () => (await database.query<{ version: bigint }>(sql('progress-version')))[0]?.version ?? 0n,
    isApplied: async ({ source, shard, epoch, number }) => {
      const [row] = await database.query<{ applied: boolean }>(sql('is-applied'), [source, shard, epoch, number]);
      return row?.applied ?? false;
    },
  };
}

/** The same inside a transaction of the caller's, which should be a repeatable read. */
export async function readView(tx: Transaction, query: CountsQuery): Promise<CountsView> {
  const { source, firstDay, lastDay, bounds } = query;
  const days = [source ?? null, firstDay, lastDay];
  // By its text, so that it is planned anew every time: a kept plan of when hardly anything was counted takes seconds soon after.
  const rows = await tx.query<StoredCount>(sql('read-counts').text, [...days, bounds ?? null]);
  const waiting = await tx.query<Omit<WaitingRow, 'waitsFor'> & { waits_for: string }>(sql('read-waiting'), days);
  const feeds = await readFeeds(tx, source);
  return {
    rows: rows.map(countRow),
    waiting: waiting.map(({ waits_for: waitsFor, ...row }) => ({ ...row, waitsFor })),
    feeds,
    data: await readState(tx, source, feeds),
  };
}

interface StoredCount extends Omit<CountedCell, 'class' | 'origin'> {
  readonly class: number;
  readonly origin: number;
}

function countRow(row: StoredCount): CountedCell {
  return { ...row, class: CLASSES.wordOf(row.class), origin: ORIGINS.wordOf(row.origin) };
}

async function readFeeds(tx: Transaction, source: Source | undefined): Promise<FeedRow[]> {
  interface Row {
    readonly source: Source;
    readonly feed: string;
    readonly complete_through: Date | null;
    readonly origin: number;
  }
  const rows = await tx.query<Row>(sql('read-feeds'), [source ?? null]);
  return rows.map(({ complete_through, origin, ...row }) => ({
    ...row,
    completeThrough: complete_through?.getTime(),
    origin: ORIGINS.wordOf(origin),
  }));
}

/** Words and numbers of ShardState in counts.proto. */
export const SHARD_STATES = enumWords('shard state', { live: 1, forked: 2, ended: 3 } satisfies Record<
  ShardState,
  number
>);

/** One shard as its progress row has it. */
export interface ShardRow {
  readonly source: Source;
  readonly shard: number;
  readonly shard_id: number;
  readonly epoch: number;
  readonly version: bigint;
  readonly applied_through: bigint;
  readonly head_sha256: Buffer;
  readonly ahead: readonly { readonly lo: string; readonly hi: string }[];
  readonly batches: bigint;
  readonly sealed_at: Date | null;
  readonly applied_at: Date;
  readonly state: ShardState;
  readonly quarantined: bigint;
  /** Batches of epochs before that survived and are not here. */
  readonly left_behind: bigint;
}

/** Every observation shard of a source, or of all, as it stands. */
export function readShards(tx: Pick<Transaction, 'query'>, source: Source | undefined): Promise<ShardRow[]> {
  return tx.query<ShardRow>(sql('read-cut'), [source ?? null]);
}

/** Known to exist and not here: between what is applied and the newest that came, and of epochs before. */
export function missingIn({ applied_through, ahead, left_behind }: ShardRow): bigint {
  const last = ahead.at(-1);
  if (last === undefined) return left_behind;
  const there = ahead.reduce((sum, { lo, hi }) => sum + BigInt(hi) - BigInt(lo) + 1n, 0n);
  return left_behind + BigInt(last.hi) - applied_through - there;
}

async function readState(tx: Transaction, source: Source | undefined, feeds: readonly FeedRow[]): Promise<DataState> {
  const rows = await readShards(tx, source);
  const shards = rows.map((row) => ({
    source: row.source,
    shard: row.shard,
    shardId: row.shard_id,
    epoch: row.epoch,
    number: row.applied_through,
    sha256: row.head_sha256,
  }));
  const sum = (pick: (row: ShardRow) => bigint) => rows.reduce((total, row) => total + pick(row), 0n);
  const instants = feeds.map(({ completeThrough }) => completeThrough);
  const declared = instants.filter((instant) => instant !== undefined);
  return {
    cutSha256: cutSha256(shards),
    batches: sum((row) => row.batches),
    appliedAt: rows.length === 0 ? undefined : Math.max(...rows.map((row) => row.applied_at.getTime())),
    completeThrough: declared.length === 0 || declared.length < instants.length ? undefined : Math.min(...declared),
    missingBatches: sum(missingIn),
    quarantinedBatches: sum((row) => row.quarantined),
    progressVersion: sum((row) => row.version),
    shards,
  };
}

/** Names a cut: SHA-256 over a line per shard, "delivery/1:1:4711 5c..", in order. */
export function cutSha256(shards: readonly ShardCut[]): Buffer {
  const lines = shards.map(
    ({ source, shard, epoch, number, sha256 }) => `${source}/${shard}:${epoch}:${number} ${sha256.toString('hex')}\n`,
  );
  return createHash('sha256').update(lines.toSorted().join('')).digest();
}
