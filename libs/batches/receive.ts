import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { type Arrival, type Plan, planOf } from './plan.js';
import { type LaneProgress, readEpochs, writeProgress } from './progress.js';
import type { RawBatch } from './raw-batch.js';
import { isReadable, type OpenedBatch, openBatch, sha256 } from './sealed-batch.js';
import type { ShardId } from './topics.js';

export type { RawBatch } from './raw-batch.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A shard as its reader stores it. */
export interface Lane extends ShardId {
  readonly shardId: number;
}

/** What a reader does with batches; all of it in the transaction that moves the progress. */
export interface Effects {
  /** Counts or takes in what is new, each batch once in its life. `appliedThrough`: no hole up to there, after these. */
  readonly apply: (
    tx: Transaction,
    lane: Lane,
    batches: readonly OpenedBatch[],
    appliedThrough: bigint,
  ) => Promise<void>;
  /** Takes back what an ended epoch had beyond the batch that survived. */
  readonly voidGhosts?: (tx: Transaction, lane: Lane, epoch: number, beyond: bigint) => Promise<void>;
  /** After COMMIT: caches may grow now. */
  readonly committed?: (lane: Lane, batches: readonly OpenedBatch[]) => void;
}

/** What happened while receiving, for metrics and logs. */
export interface ReceiverEvents {
  readonly onApplied?: (lane: Lane, batches: readonly OpenedBatch[], repeats: number) => void;
  readonly onFenceLost?: (lane: Lane) => void;
  readonly onQuarantined?: (lane: Lane, number: bigint, reason: string, detail: string) => void;
}

export interface ReceiverOptions {
  readonly database: Database;
  readonly installation: string;
  readonly effects: Effects;
  readonly events?: ReceiverEvents;
}

/** Somebody else moved the progress since we read it: everything is read again. */
class FenceLost extends Error {}

const ATTEMPTS = 20;

/**
 * The door through which batches come in, from Kafka, from the source itself, or repaired: the same for all of them.
 *
 * One transaction a shard and chunk: compare and set the progress, drop repeats by number and hash, check the chain, apply,
 * commit. A reader that was paused and wakes up finds the fence moved, reads again, and has nothing left to do.
 */
export class Receiver {
  readonly #turns = new Map<number, Promise<unknown>>();

  constructor(private readonly options: ReceiverOptions) {}

  /** The lane of a shard; its small number is given once and kept. */
  async lane(shard: ShardId): Promise<Lane> {
    const { database } = this.options;
    await database.execute(sql('name-shard'), [shard.source, shard.carries, shard.shard]);
    const [row] = await database.query<{ shard_id: number }>(sql('find-shard'), [
      shard.source,
      shard.carries,
      shard.shard,
    ]);
    if (row === undefined) throw new Error('a shard that was just named is not there');
    return { ...shard, shardId: row.shard_id };
  }

  /** Takes a chunk of one shard; chunks of a shard are taken one after the other. Rejects when nothing of it was stored. */
  take(lane: Lane, raws: readonly RawBatch[]): Promise<void> {
    const before = this.#turns.get(lane.shardId) ?? Promise.resolve();
    const turn = before.then(() => this.#takeInTurn(lane, raws));
    this.#turns.set(
      lane.shardId,
      turn.catch(() => undefined),
    );
    return turn;
  }

  /** How far a lane is, epoch by epoch, oldest first. */
  progress(lane: Lane): Promise<LaneProgress[]> {
    return readEpochs(this.options.database, lane.shardId);
  }

  async #takeInTurn(lane: Lane, raws: readonly RawBatch[]): Promise<void> {
    const arrivals = raws.map((raw) => this.#arrival(raw));
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(lane, arrivals);
      } catch (error) {
        if (!(error instanceof FenceLost) || attempt === ATTEMPTS) throw error;
        this.options.events?.onFenceLost?.(lane);
      }
    }
  }

  #arrival(raw: RawBatch): Arrival {
    const opened = openBatch(raw.bytes);
    if (isReadable(opened) && opened.installation !== this.options.installation) {
      return {
        raw,
        sha256: sha256(raw.bytes),
        opened: { reason: 'FOREIGN', detail: `installation ${opened.installation}` },
      };
    }
    return { raw, sha256: sha256(raw.bytes), opened };
  }

  async #attempt(lane: Lane, arrivals: readonly Arrival[]): Promise<void> {
    const { database, effects, events } = this.options;
    const epochs = await readEpochs(database, lane.shardId);
    const known = await this.#knownHashes(lane, arrivals);
    const plan = planOf(epochs, arrivals, known);
    if (plan.isNothing) return;
    await database.transaction(async (tx) => {
      for (const change of plan.changes) {
        if (!(await writeProgress(tx, lane.shardId, change))) throw new FenceLost(`${lane.source}/${lane.shard}`);
      }
      await this.#store(tx, lane, plan);
      for (const { epoch, beyond } of plan.ghosts) await this.#endEpoch(tx, lane, epoch, beyond);
      const last = plan.changes.at(-1);
      if (plan.fresh.length > 0) await effects.apply(tx, lane, plan.fresh, last?.chain.appliedThrough ?? 0n);
    });
    effects.committed?.(lane, plan.fresh);
    events?.onApplied?.(lane, plan.fresh, plan.repeats);
    for (const { number, reason, detail } of plan.putAside) events?.onQuarantined?.(lane, number, reason, detail);
  }

  async #knownHashes(lane: Lane, arrivals: readonly Arrival[]): Promise<ReadonlyMap<string, string>> {
    const epochs = arrivals.map(({ raw }) => raw.epoch);
    const numbers = arrivals.map(({ raw }) => raw.number);
    const rows = await this.options.database.query<{ epoch: number; number: bigint; sha256: Buffer }>(
      sql('known-hashes'),
      [lane.shardId, epochs, numbers],
    );
    return new Map(rows.map((row) => [`${row.epoch}:${row.number}`, row.sha256.toString('hex')]));
  }

  async #store(tx: Transaction, lane: Lane, plan: Plan): Promise<void> {
    const { received, putAside } = plan;
    if (received.length > 0) {
      await tx.execute(sql('add-received'), [
        lane.shardId,
        received.map((batch) => batch.epoch),
        received.map((batch) => batch.number),
        received.map((batch) => batch.sha256),
        received.map((batch) => new Date(batch.sealedAt)),
      ]);
    }
    for (const aside of putAside) {
      const { epoch, number, sha256: hash, reason, detail, bytes } = aside;
      await tx.execute(sql('put-aside'), [
        lane.shardId,
        epoch,
        number,
        hash,
        reason,
        detail.replaceAll('\0', ''),
        bytes,
      ]);
    }
  }

  async #endEpoch(tx: Transaction, lane: Lane, epoch: number, beyond: bigint): Promise<void> {
    await tx.execute(sql('end-epoch'), [lane.shardId, epoch]);
    await this.options.effects.voidGhosts?.(tx, lane, epoch, beyond);
  }
}
