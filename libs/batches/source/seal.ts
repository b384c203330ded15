import { CATALOGUE_SHA256 } from '#libs/catalogue/catalogue.js';
import type { WaitingCell } from '#libs/domain/observation.js';
import { type BatchToSeal, type FeedProgress, sealBatch, sha256 } from '../format/sealed-batch.js';
import type { Carries, Sender } from '../format/topics.js';
import { emptyPart, type Part, partsOf } from './parts.js';
import type { LockedShard, SourceStore } from './source-store.js';
import { restAfterCounting, WaitingHistory, type WaitingReport } from './waiting-history.js';

/** An idle shard seals an empty, drained batch this often, so that the chain itself proves the silence. */
const IDLE_MS = 60_000;
const BATCH_SIZE = 1_000;
/** Transactions per pass. A longer backlog takes several passes, of which only the last is drained. */
const PASS_ROWS = 500;

export interface SealerOptions<Tx> {
  readonly store: SourceStore<Tx>;
  readonly installation: string;
  readonly source: Sender;
  /** Feed progress of this source. */
  readonly readFeeds: (tx: Tx) => Promise<readonly FeedProgress[]>;
  /** Waiting counts; called for observation shards only. */
  readonly countWaiting: (tx: Tx) => Promise<readonly WaitingCell[]>;
  /**
   * Whether the database replaces one that was lost without a backup. All batches of the lost database are then orphaned.
   */
  readonly wasLost?: boolean;
  readonly idleMs?: number;
  /** Approximate maximum of observations or milestones per batch. */
  readonly batchSize?: number;
}

/** Result of one pass. */
export interface SealingPass {
  readonly sealed: number;
  /** True if the outbox held more than one pass takes. */
  readonly more: boolean;
  readonly newest: bigint;
}

/**
 * Seals the outbox into batches with gap-free numbers, under the row lock of the shard. Any number of sealers may run.
 */
export class Sealer<Tx> {
  readonly #waiting = new WaitingHistory();
  #waitingCountedAt = 0;
  #casesThatWait = 0n;

  constructor(private readonly options: SealerOptions<Tx>) {}

  /**
   * Runs one sealing pass over one shard, in one transaction. Feed progress is read before the outbox: everything that a feed
   * reported before it declared itself complete is therefore in this pass or an earlier one.
   */
  pass(carries: Carries, shard: number): Promise<SealingPass> {
    return this.options.store.transaction(async (tx) => {
      const { store } = this.options;
      const row = await this.#lock(tx, carries, shard);
      // Both are read before the outbox. A case judged in between is then counted as waiting although it is in this pass, never the reverse.
      const current = await this.#currentState(tx, carries, shard, row, await this.options.readFeeds(tx));
      const rows = await store.takeOutbox(tx, { carries, shard }, PASS_ROWS);
      const more = rows.length === PASS_ROWS;
      const state = more ? undefined : current;
      const parts = partsOf(carries, rows, this.options.batchSize ?? BATCH_SIZE);
      if (parts.length === 0 && !state?.isNew && !this.#isIdle(row))
        return { sealed: 0, more, newest: row.nextNumber - 1n };
      await this.#write(tx, {
        carries,
        shard,
        row,
        parts: parts.length === 0 ? [emptyPart(carries)] : parts,
        state,
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

  async #currentState(
    tx: Tx,
    carries: Carries,
    shard: number,
    row: LockedShard,
    feeds: readonly FeedProgress[],
  ): Promise<SourceState> {
    const feedsText = JSON.stringify(feeds);
    const feedsHash = sha256(Buffer.from(feedsText)).subarray(0, 16);
    const feedsAreNew = !feedsHash.equals(row.stateSha256.subarray(0, 16));
    // Waiting counts are of the whole source; its first observation shard carries them.
    if (carries !== 'observations' || shard !== 1)
      return { feeds, report: {}, hash: Buffer.concat([feedsHash, NOTHING]), isNew: feedsAreNew };
    if (!feedsAreNew && row.now.getTime() - this.#waitingCountedAt < restAfterCounting(this.#casesThatWait)) {
      return { feeds, report: {}, hash: row.stateSha256, isNew: false };
    }
    const waiting = await this.options.countWaiting(tx);
    this.#casesThatWait = waiting.reduce((sum, { cases }) => sum + cases, 0n);
    this.#waitingCountedAt = row.now.getTime();
    const next = this.#waiting.next(row.epoch, waiting, row.stateSha256.subarray(16));
    const hash = Buffer.concat([feedsHash, next.hash]);
    return { feeds, report: next.report, hash, isNew: !hash.equals(row.stateSha256) };
  }

  async #write(tx: Tx, { carries, shard, row, parts, state, more }: PassContent): Promise<void> {
    // Never earlier than the batch before, even if the clock was set back.
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
        catalogueSha256: CATALOGUE_SHA256,
        content,
        feeds: isLast && state !== undefined ? state.feeds : [],
        waiting: isLast ? state?.report.waiting : undefined,
        waitingChanges: isLast ? state?.report.waitingChanges : undefined,
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
    await this.options.store.moveShard(tx, { carries, shard }, { ...to, stateSha256: state?.hash ?? row.stateSha256 });
  }

  /**
   * Locks a shard. A shard that does not exist (it is new, or the database was restored to a time before it existed) is created.
   * If the database server was started since the shard was sealed last, a new epoch begins.
   */
  async #lock(tx: Tx, carries: Carries, shard: number): Promise<LockedShard> {
    const { store } = this.options;
    const row = await store.lockShard(tx, { carries, shard });
    if (row !== undefined && !row.isNewIncarnation) return row;
    await (row === undefined
      ? store.createShard(tx, { carries, shard }, this.options.wasLost ?? false)
      : store.beginEpoch(tx, { carries, shard }));
    return this.#lock(tx, carries, shard);
  }
}

const NOTHING = Buffer.alloc(16);

/** What a drained batch says about its source. */
interface SourceState {
  readonly feeds: readonly FeedProgress[];
  readonly report: WaitingReport;
  readonly hash: Buffer;
  readonly isNew: boolean;
}

interface PassContent {
  readonly carries: Carries;
  readonly shard: number;
  readonly row: LockedShard;
  readonly parts: readonly Part[];
  readonly state: SourceState | undefined;
  readonly more: boolean;
}
