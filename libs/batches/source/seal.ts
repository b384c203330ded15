import { METRICS_SHA256 } from '#libs/catalogue/catalogue.js';
import {
  type Cell as CellMessage,
  type Milestone as MilestoneMessage,
  Milestones,
  Observations,
} from '#libs/contracts/cx/batches/v1/batches.js';
import type { Source } from '#libs/domain/observation.js';
import { CellGathering } from '../format/cells.js';
import { type BatchToSeal, type FeedProgress, sealBatch, sha256, type WaitingCount } from '../format/sealed-batch.js';
import type { Carries } from '../format/topics.js';
import type { LockedShard, OutboxRow, SourceStore } from './source-store.js';

/** An empty, drained batch at least this often: silence is proved by the chain itself. */
const IDLE_MS = 60_000;
/** Waiting cases are counted at most this often, and whenever a feed has declared something. */
const WAITING_MS = 2_000;
const BATCH_SIZE = 1_000;
/** At most so many transactions a pass; a longer backlog takes several passes, of which only the last is drained. */
const PASS_ROWS = 500;

export interface SealerOptions<Tx> {
  readonly store: SourceStore<Tx>;
  readonly installation: string;
  readonly source: Source;
  /** How far the feeds of this source have reported. */
  readonly readFeeds: (tx: Tx) => Promise<readonly FeedProgress[]>;
  /** What is due and waits; not asked for milestone shards. */
  readonly countWaiting: (tx: Tx) => Promise<readonly WaitingCount[]>;
  /** Whether this source's database replaces one that was lost without a backup: whatever it told before never happened then. */
  readonly wasLost?: boolean;
  readonly idleMs?: number;
  /** At most about so many observations or milestones a batch. */
  readonly batchSize?: number;
}

/** What one pass did. */
export interface SealingPass {
  readonly sealed: number;
  /** True when more was there than one pass takes. */
  readonly more: boolean;
  readonly newest: bigint;
}

/** Seals what transactions left in the outbox, in gap-free numbers, under the lock of the shard's row. Any number may run. */
export class Sealer<Tx> {
  #waitingCountedAt = 0;

  constructor(private readonly options: SealerOptions<Tx>) {}

  /**
   * One sealing pass over one shard, in one transaction. The feeds are read before the outbox: whatever a feed had reported
   * when it declared itself complete is then in this pass or an earlier one.
   */
  pass(carries: Carries, shard: number): Promise<SealingPass> {
    return this.options.store.transaction(async (tx) => {
      const { store } = this.options;
      const row = await this.#lock(tx, carries, shard);
      // Both before the outbox: a case judged meanwhile is then said to wait although it is in this pass, never the reverse.
      const news = await this.#whatToSay(tx, carries, shard, row, await this.options.readFeeds(tx));
      const rows = await store.takeOutbox(tx, { carries, shard }, PASS_ROWS);
      const more = rows.length === PASS_ROWS;
      const said = more ? undefined : news;
      const parts = partsOf(carries, rows, this.options.batchSize ?? BATCH_SIZE);
      if (parts.length === 0 && !said?.isNews && !this.#isIdle(row))
        return { sealed: 0, more, newest: row.nextNumber - 1n };
      await this.#write(tx, {
        carries,
        shard,
        row,
        parts: parts.length === 0 ? [emptyPart(carries)] : parts,
        said,
        more,
      });
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) await store.removeOutbox(tx, { carries, shard }, ids);
      return {
        sealed: Math.max(parts.length, 1),
        more,
        newest: row.nextNumber + BigInt(Math.max(parts.length, 1)) - 1n,
      };
    });
  }

  #isIdle({ sealedAt, now }: LockedShard): boolean {
    return now.getTime() - sealedAt.getTime() >= (this.options.idleMs ?? IDLE_MS);
  }

  async #whatToSay(
    tx: Tx,
    carries: Carries,
    shard: number,
    row: LockedShard,
    feeds: readonly FeedProgress[],
  ): Promise<Said> {
    const feedsText = JSON.stringify(feeds);
    const feedsHash = sha256(Buffer.from(feedsText)).subarray(0, 16);
    const feedsAreNews = !feedsHash.equals(row.stateSha256.subarray(0, 16));
    // Waiting is counted for the whole source and said by its first observation shard.
    if (carries !== 'observations' || shard !== 1)
      return { feeds, waiting: undefined, hash: Buffer.concat([feedsHash, NOTHING]), isNews: feedsAreNews };
    if (!feedsAreNews && row.now.getTime() - this.#waitingCountedAt < WAITING_MS) {
      return { feeds, waiting: undefined, hash: row.stateSha256, isNews: false };
    }
    const waiting = await this.options.countWaiting(tx);
    this.#waitingCountedAt = row.now.getTime();
    const text = JSON.stringify(waiting, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    const hash = Buffer.concat([feedsHash, sha256(Buffer.from(text)).subarray(0, 16)]);
    return { feeds, waiting, hash, isNews: !hash.equals(row.stateSha256) };
  }

  async #write(tx: Tx, { carries, shard, row, parts, said, more }: Writing): Promise<void> {
    // Never earlier than the batch before, also when a clock went back.
    const sealedAt = Math.max(row.now.getTime(), row.sealedAt.getTime());
    let previousSha256 = row.headSha256;
    const sealed = parts.map(({ content }, place) => {
      const number = row.nextNumber + BigInt(place);
      const isLast = place === parts.length - 1;
      const batch: BatchToSeal = {
        installation: this.options.installation,
        source: this.options.source,
        carries,
        shard,
        epoch: row.epoch,
        number,
        previousSha256,
        continuesEpoch: number === 1n ? row.continues.epoch : 0,
        continuesNumber: number === 1n ? row.continues.number : 0n,
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
      const batch = { epoch: row.epoch, number, sha256: hash, sealedAt: new Date(sealedAt), outboxIds: ids, bytes };
      await this.options.store.addBatch(tx, { carries, shard }, batch);
    }
    const next = row.nextNumber + BigInt(sealed.length);
    const to = { nextNumber: next, headSha256: previousSha256, sealedAt: new Date(sealedAt) };
    await this.options.store.moveShard(tx, { carries, shard }, { ...to, stateSha256: said?.hash ?? row.stateSha256 });
  }

  /**
   * Locks a shard. One that is not there, because it is new or because the database was restored from before it was, is founded;
   * one whose database server was started since it sealed last begins a new epoch.
   */
  async #lock(tx: Tx, carries: Carries, shard: number): Promise<LockedShard> {
    const { store } = this.options;
    const row = await store.lockShard(tx, { carries, shard });
    if (row !== undefined && !row.isNewIncarnation) return row;
    await (row === undefined
      ? store.found(tx, { carries, shard }, this.options.wasLost ?? false)
      : store.beginEpoch(tx, { carries, shard }));
    return this.#lock(tx, carries, shard);
  }
}

const NOTHING = Buffer.alloc(16);

interface Said {
  readonly feeds: readonly FeedProgress[];
  readonly waiting: readonly WaitingCount[] | undefined;
  readonly hash: Buffer;
  readonly isNews: boolean;
}

interface Writing {
  readonly carries: Carries;
  readonly shard: number;
  readonly row: LockedShard;
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

function partsOf(carries: Carries, rows: readonly OutboxRow[], size: number): Part[] {
  return carries === 'observations' ? observationParts(rows, size) : milestoneParts(rows, size);
}

function observationParts(rows: readonly OutboxRow[], size: number): Part[] {
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
      if (gathering.size >= size) close();
      gathering.addCell(cell);
    }
    outboxIds.push(id);
    if (gathering.size >= size) close();
  }
  close();
  return parts;
}

function milestoneParts(rows: readonly OutboxRow[], size: number): Part[] {
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
      if (milestones.length >= size) close();
      milestones.push(milestone);
    }
    outboxIds.push(id);
  }
  close();
  return parts;
}
