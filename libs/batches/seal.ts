import { METRICS_SHA256 } from '#libs/catalogue/catalogue.js';
import {
  type Cell as CellMessage,
  type Milestone as MilestoneMessage,
  Milestones,
  Observations,
} from '#libs/contracts/cx/batches/v1/batches.js';
import type { Source } from '#libs/domain/observation.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { CellGathering } from './cells.js';
import { type BatchToSeal, type FeedSaid, sealBatch, sha256, type WaitingSaid } from './sealed-batch.js';
import type { Carries } from './topics.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** An empty, drained batch at least this often: silence is proved by the chain itself. */
const IDLE_MS = 60_000;
/** Waiting cases are counted at most this often, and whenever a feed has declared something. */
const WAITING_MS = 2_000;
/** At most about so many observations or milestones a batch. */
const BATCH_SIZE = 1_000;
/** At most so many transactions a pass; a longer backlog takes several passes, of which only the last is drained. */
const PASS_ROWS = 500;

export interface SealerOptions {
  readonly database: Database;
  readonly installation: string;
  readonly source: Source;
  /** How far the feeds of this source have reported. */
  readonly readFeeds: (tx: Transaction) => Promise<readonly FeedSaid[]>;
  /** What is due and waits; not asked for milestone shards. */
  readonly countWaiting: (tx: Transaction) => Promise<readonly WaitingSaid[]>;
  readonly idleMs?: number;
}

/** What one pass did. */
export interface SealingPass {
  readonly sealed: number;
  /** True when more was there than one pass takes. */
  readonly more: boolean;
  readonly newest: bigint;
}

interface ShardRow {
  readonly epoch: number;
  readonly next_number: bigint;
  readonly head_sha256: Buffer;
  readonly continues_epoch: number;
  readonly continues_number: bigint;
  readonly sealed_at: Date;
  readonly said_sha256: Buffer;
  readonly is_new_life: boolean;
  readonly now: Date;
}

interface OutboxRow {
  readonly id: bigint;
  readonly content: Buffer;
}

/** Seals what transactions left in the outbox, in gap-free numbers, under the lock of the shard's row. Any number may run. */
export class Sealer {
  #waitingCountedAt = 0;

  constructor(private readonly options: SealerOptions) {}

  /**
   * One sealing pass over one shard, in one transaction. The feeds are read before the outbox: whatever a feed had reported
   * when it declared itself complete is then in this pass or an earlier one.
   */
  pass(carries: Carries, shard: number): Promise<SealingPass> {
    return this.options.database.transaction(async (tx) => {
      const row = await lockShard(tx, carries, shard);
      // Both before the outbox: a case judged meanwhile is then said to wait although it is in this pass, never the reverse.
      const news = await this.#whatToSay(tx, carries, shard, row, await this.options.readFeeds(tx));
      const rows = await tx.query<OutboxRow>(sql('take-outbox'), [carries, shard, PASS_ROWS]);
      const more = rows.length === PASS_ROWS;
      const said = more ? undefined : news;
      const parts = partsOf(carries, rows);
      if (parts.length === 0 && !said?.isNews && !this.#isIdle(row))
        return { sealed: 0, more, newest: row.next_number - 1n };
      await this.#write(tx, {
        carries,
        shard,
        row,
        parts: parts.length === 0 ? [emptyPart(carries)] : parts,
        said,
        more,
      });
      if (rows.length > 0) await tx.execute(sql('remove-outbox'), [carries, shard, rows.map(({ id }) => id)]);
      return {
        sealed: Math.max(parts.length, 1),
        more,
        newest: row.next_number + BigInt(Math.max(parts.length, 1)) - 1n,
      };
    });
  }

  #isIdle({ sealed_at, now }: ShardRow): boolean {
    return now.getTime() - sealed_at.getTime() >= (this.options.idleMs ?? IDLE_MS);
  }

  async #whatToSay(
    tx: Transaction,
    carries: Carries,
    shard: number,
    row: ShardRow,
    feeds: readonly FeedSaid[],
  ): Promise<Said> {
    const feedsText = JSON.stringify(feeds);
    const feedsHash = sha256(Buffer.from(feedsText)).subarray(0, 16);
    const feedsAreNews = !feedsHash.equals(row.said_sha256.subarray(0, 16));
    // Waiting is counted for the whole source and said by its first observation shard.
    if (carries !== 'observations' || shard !== 1)
      return { feeds, waiting: undefined, hash: Buffer.concat([feedsHash, NOTHING]), isNews: feedsAreNews };
    if (!feedsAreNews && Date.now() - this.#waitingCountedAt < WAITING_MS) {
      return { feeds, waiting: undefined, hash: row.said_sha256, isNews: false };
    }
    const waiting = await this.options.countWaiting(tx);
    this.#waitingCountedAt = Date.now();
    const text = JSON.stringify(waiting, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    const hash = Buffer.concat([feedsHash, sha256(Buffer.from(text)).subarray(0, 16)]);
    return { feeds, waiting, hash, isNews: !hash.equals(row.said_sha256) };
  }

  async #write(tx: Transaction, { carries, shard, row, parts, said, more }: Writing): Promise<void> {
    // Never earlier than the batch before, also when a clock went back.
    const sealedAt = Math.max(row.now.getTime(), row.sealed_at.getTime());
    let previousSha256 = row.head_sha256;
    const sealed = parts.map(({ content }, place) => {
      const number = row.next_number + BigInt(place);
      const isLast = place === parts.length - 1;
      const batch: BatchToSeal = {
        installation: this.options.installation,
        source: this.options.source,
        carries,
        shard,
        epoch: row.epoch,
        number,
        previousSha256,
        continuesEpoch: number === 1n ? row.continues_epoch : 0,
        continuesNumber: number === 1n ? row.continues_number : 0n,
        sealedAt,
        drained: isLast && !more,
        catalogueSha256: METRICS_SHA256,
        content,
        feeds: isLast && said !== undefined ? said.feeds : [],
        waiting: isLast ? said?.waiting : undefined,
      };
      const { bytes, sha256: hash } = sealBatch(batch);
      previousSha256 = hash;
      return { number, bytes, hash };
    });
    for (const [place, { number, bytes, hash }] of sealed.entries()) {
      const ids = parts[place]?.outboxIds ?? [];
      await tx.execute(sql('add-batch'), [carries, shard, row.epoch, number, hash, new Date(sealedAt), ids, bytes]);
    }
    const next = row.next_number + BigInt(sealed.length);
    const values = [carries, shard, next, previousSha256, new Date(sealedAt), said?.hash ?? row.said_sha256];
    await tx.execute(sql('move-shard'), values);
  }
}

/** Locks a shard; one whose database server was started since it sealed last begins a new epoch. */
async function lockShard(tx: Transaction, carries: Carries, shard: number): Promise<ShardRow> {
  const [row] = await tx.query<ShardRow>(sql('lock-shard'), [carries, shard]);
  if (row === undefined) throw new Error(`shard ${carries}/${shard} was never opened`);
  if (!row.is_new_life) return row;
  await tx.execute(sql('begin-epoch'), [carries, shard]);
  return lockShard(tx, carries, shard);
}

const NOTHING = Buffer.alloc(16);

interface Said {
  readonly feeds: readonly FeedSaid[];
  readonly waiting: readonly WaitingSaid[] | undefined;
  readonly hash: Buffer;
  readonly isNews: boolean;
}

interface Writing {
  readonly carries: Carries;
  readonly shard: number;
  readonly row: ShardRow;
  readonly parts: readonly Part[];
  readonly said: Said | undefined;
  readonly more: boolean;
}

/** What goes into one batch, and the transactions whose last part it holds. */
interface Part {
  readonly content: { readonly cells: CellMessage[] } | { readonly milestones: MilestoneMessage[] };
  readonly outboxIds: readonly bigint[];
}

function emptyPart(carries: Carries): Part {
  return { content: carries === 'observations' ? { cells: [] } : { milestones: [] }, outboxIds: [] };
}

function partsOf(carries: Carries, rows: readonly OutboxRow[]): Part[] {
  return carries === 'observations' ? observationParts(rows) : milestoneParts(rows);
}

function observationParts(rows: readonly OutboxRow[]): Part[] {
  const parts: Part[] = [];
  let gathering = new CellGathering();
  let outboxIds: bigint[] = [];
  const close = () => {
    if (gathering.size > 0) parts.push({ content: { cells: gathering.cells() }, outboxIds });
    gathering = new CellGathering();
    outboxIds = [];
  };
  for (const { id, content } of rows) {
    for (const cell of Observations.decode(content).cells) {
      if (gathering.size >= BATCH_SIZE) close();
      gathering.addCell(cell);
    }
    outboxIds.push(id);
    if (gathering.size >= BATCH_SIZE) close();
  }
  close();
  return parts;
}

function milestoneParts(rows: readonly OutboxRow[]): Part[] {
  const parts: Part[] = [];
  let milestones: MilestoneMessage[] = [];
  let outboxIds: bigint[] = [];
  const close = () => {
    if (milestones.length > 0) parts.push({ content: { milestones }, outboxIds });
    milestones = [];
    outboxIds = [];
  };
  for (const { id, content } of rows) {
    for (const milestone of Milestones.decode(content).milestones) {
      if (milestones.length >= BATCH_SIZE) close();
      milestones.push(milestone);
    }
    outboxIds.push(id);
  }
  close();
  return parts;
}
