import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Transaction } from '#libs/postgres/database.js';
import { failedOnData } from '#libs/postgres/failure.js';
import type { RawBatch } from '../format/raw-batch.js';
import { isReadable, type OpenedBatch, openBatch, sha256 } from '../format/sealed-batch.js';
import type { ShardId } from '../format/topics.js';
import type { Arrival, QuarantineEntry, Rejection } from './arrival.js';
import { isKnown } from './chain.js';
import { beginsEpoch, chunksOf } from './chunks.js';
import { CrashIsolation } from './crash-isolation.js';
import type { Effects, ReceiverEvents, Subscription } from './effects.js';
import { type Plan, planOf } from './plan.js';
import { type EpochProgress, headOf, type KnownHashes, type SubscriptionState } from './progress.js';
import type { Quarantined, ReceiverStore } from './receiver-store.js';

export type { Applying, Effects, ReceiverEvents, Subscription } from './effects.js';

export interface ReceiverOptions<Tx> {
  readonly store: ReceiverStore<Tx>;
  readonly installation: string;
  readonly effects: Effects<Tx>;
  readonly events?: ReceiverEvents;
}

/** Another process moved the progress since it was read here: the chunk is planned again. */
class FenceLost extends Error {}

const ATTEMPTS = 20;
/** Bytes that are decoded before the event loop gets a turn: a few milliseconds. */
const YIELD_BYTES = 256 << 10;
const POISON: Rejection = { reason: 'KILLS_PROCESS', detail: 'the process ended each time it was opened' };

/** Quarantine reasons that are worth a retry: a newer version, a repair or an operator may have removed the cause. */
const RETRYABLE: readonly QuarantineEntry['reason'][] = ['FUTURE', 'UNDECODABLE', 'NOT_APPLICABLE'];

/**
 * Applies received batches. Kafka and repair both deliver here.
 *
 * Each chunk of a shard is one transaction: compare and set the progress (the fence), drop repeats by number and hash, check the
 * chain, apply, commit. A reader that was paused meanwhile finds the fence moved, reads the progress again and has nothing to do.
 */
export class Receiver<Tx = Transaction> {
  readonly #queues = new Map<number, Promise<unknown>>();
  readonly #isolation: CrashIsolation;

  constructor(private readonly options: ReceiverOptions<Tx>) {
    this.#isolation = new CrashIsolation(options.store);
  }

  /** Subscribes a shard. Its small number is assigned once and stored. */
  async subscription(shard: ShardId): Promise<Subscription> {
    return { ...shard, shardId: await this.options.store.shardId(shard) };
  }

  /**
   * Applies a chunk of one shard; chunks of one shard are applied one after the other. Rejects if nothing was stored.
   */
  take(subscription: Subscription, raws: readonly RawBatch[]): Promise<void> {
    return this.#serialize(subscription, () => this.#takeIsolated(subscription, raws));
  }

  /**
   * Retries quarantined batches, for example after an upgrade that can decode them.
   *
   * @param alsoPoison  retry poison batches too
   * @returns how many were applied
   */
  redrive(subscription: Subscription, alsoPoison = false): Promise<number> {
    const reasons = alsoPoison ? [...RETRYABLE, 'KILLS_PROCESS' as const] : RETRYABLE;
    return this.#serialize(subscription, async () => {
      let applied = 0;
      for (const batch of await this.options.store.quarantined(subscription.shardId, reasons))
        if (await this.#redrive(subscription, batch)) applied += 1;
      return applied;
    });
  }

  /** The progress of a shard per epoch, oldest first. */
  async progress(subscription: Subscription): Promise<readonly EpochProgress[]> {
    return (await this.options.store.state(subscription.shardId)).epochs;
  }

  #serialize<T>(subscription: Subscription, work: () => Promise<T>): Promise<T> {
    const turn = (this.#queues.get(subscription.shardId) ?? Promise.resolve()).then(work);
    this.#queues.set(
      subscription.shardId,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async #takeIsolated(subscription: Subscription, raws: readonly RawBatch[]): Promise<void> {
    const isUnproven = (await this.#isolation.terms(subscription.shardId)) !== undefined;
    const suspects = isUnproven ? await this.#unknownOf(subscription, raws) : [];
    const rest = suspects.length === 0 ? raws : raws.filter((raw) => !suspects.includes(raw));
    for (let at = 0; at < suspects.length; ) {
      const terms = await this.#isolation.terms(subscription.shardId);
      const next = suspects.slice(at, at + (terms?.size ?? suspects.length));
      at += next.length;
      // Only bytes from the source itself are quarantined unopened, see plan.ts. Until they arrive, the shard stays suspected.
      if (terms?.isPoison && next.some(({ fromSource }) => !fromSource)) continue;
      const take = () => this.#takeRaws(subscription, next, terms?.isPoison ? POISON : undefined);
      await (terms === undefined
        ? this.#isolation.withoutSuspects(take)
        : this.#isolation.attempt(subscription.shardId, next.length, take));
    }
    if (rest.length > 0) await this.#isolation.withoutSuspects(() => this.#takeRaws(subscription, rest));
  }

  async #unknownOf(subscription: Subscription, raws: readonly RawBatch[]): Promise<RawBatch[]> {
    const epochs = await this.progress(subscription);
    const chainOf = new Map(epochs.map(({ epoch, chain }) => [epoch, chain]));
    return raws.filter(({ epoch, number }) => {
      const chain = chainOf.get(epoch);
      return chain === undefined || !isKnown(chain, number);
    });
  }

  /** Decodes batch after batch and yields to the event loop in between, so that API calls are answered meanwhile. */
  async #takeRaws(subscription: Subscription, raws: readonly RawBatch[], rejection?: Rejection): Promise<void> {
    const arrivals: Arrival[] = [];
    let bytes = 0;
    for (const raw of raws) {
      arrivals.push(this.#open(subscription, raw, rejection));
      bytes += raw.bytes.length;
      if (bytes < YIELD_BYTES) continue;
      bytes = 0;
      await yieldToEventLoop();
    }
    await this.#takeChunks(subscription, arrivals);
  }

  #open(subscription: ShardId, raw: RawBatch, rejection?: Rejection): Arrival {
    const hash = sha256(raw.bytes);
    const opened = rejection ?? openBatch(raw.bytes, hash);
    if ('reason' in opened) return { raw, sha256: hash, opened };
    if (opened.installation !== this.options.installation)
      return { raw, sha256: hash, opened: { reason: 'FOREIGN', detail: `installation ${opened.installation}` } };
    if (nameOf(opened) === nameOf(subscription)) return { raw, sha256: hash, opened };
    const detail = `a batch of ${nameOf(opened)} came as one of ${nameOf(subscription)}`;
    return { raw, sha256: hash, opened: { reason: 'WRONG_SENDER', detail } };
  }

  async #takeChunks(subscription: Subscription, arrivals: readonly Arrival[]): Promise<void> {
    for (const chunk of chunksOf(arrivals)) await this.#applyHalving(subscription, chunk);
  }

  /**
   * Halves a chunk that the database rejects until the rejected batch is alone, and quarantines that one. Its neighbours are applied.
   */
  async #applyHalving(subscription: Subscription, arrivals: readonly Arrival[]): Promise<void> {
    try {
      await this.#withRetry(subscription, (state) => this.#attempt(subscription, state, arrivals));
    } catch (error) {
      if (!failedOnData(error)) throw error;
      const [only, ...others] = arrivals;
      if (only !== undefined && others.length === 0) {
        const opened: Rejection = { reason: 'NOT_APPLICABLE', detail: error instanceof Error ? error.message : '' };
        return this.#withRetry(subscription, (state) => this.#attempt(subscription, state, [{ ...only, opened }]));
      }
      const half = Math.ceil(arrivals.length / 2);
      await this.#applyHalving(subscription, arrivals.slice(0, half));
      await this.#applyHalving(subscription, arrivals.slice(half));
    }
  }

  async #withRetry<T>(subscription: Subscription, attempt: (state: SubscriptionState) => Promise<T>): Promise<T> {
    for (let number = 1; ; number++) {
      try {
        return await attempt(await this.options.store.state(subscription.shardId));
      } catch (error) {
        if (!(error instanceof FenceLost) || number === ATTEMPTS) throw error;
        this.options.events?.onFenceLost?.(subscription);
      }
    }
  }

  async #attempt(
    subscription: Subscription,
    { version, epochs }: SubscriptionState,
    arrivals: readonly Arrival[],
  ): Promise<void> {
    const { store, effects, events } = this.options;
    const plan = planOf(epochs, arrivals, await this.#knownHashes(subscription, arrivals));
    if (plan.isNothing) return;
    await store.transaction(async (tx) => {
      const incarnation = await this.#move(tx, subscription, version, plan.changes);
      const applying = { tx, subscription, head: plan.head, incarnation };
      if (plan.received.length > 0) await store.addReceived(tx, subscription.shardId, plan.received);
      for (const entry of plan.quarantine) await store.quarantine(tx, subscription.shardId, entry);
      for (const ended of plan.ended) await store.endEpoch(tx, subscription.shardId, ended);
      if (plan.ended.length > 0) await effects.endEpochs?.(applying, plan.ended);
      if (plan.fresh.length === 0) return;
      await store.settle(tx, subscription.shardId, plan.fresh);
      await effects.apply(applying, plan.fresh);
    });
    effects.committed?.(subscription, plan.fresh);
    events?.onApplied?.(subscription, plan.fresh, plan.repeats);
    for (const entry of plan.quarantine) events?.onQuarantined?.(subscription, entry);
  }

  async #move(tx: Tx, subscription: Subscription, version: bigint, changes: Plan['changes']): Promise<string> {
    const incarnation = await this.options.store.move(tx, subscription.shardId, version, changes);
    if (incarnation === undefined) throw new FenceLost(`${subscription.source}/${subscription.shard}`);
    return incarnation;
  }

  #knownHashes(subscription: Subscription, arrivals: readonly Arrival[]): Promise<KnownHashes> {
    const places = arrivals.flatMap(({ raw, opened }) => {
      if ('reason' in opened || !beginsEpoch(raw)) return [raw];
      return [raw, { epoch: opened.continuesEpoch, number: opened.continuesNumber }];
    });
    return this.options.store.knownHashes(subscription.shardId, places);
  }

  /** A batch whose number is taken is applied now; one that never got a number goes the usual way. */
  async #redrive(subscription: Subscription, { bytes, sha256: hash, ...place }: Quarantined): Promise<boolean> {
    const opened = openBatch(bytes);
    if (!isReadable(opened)) return false;
    const known = await this.options.store.knownHashes(subscription.shardId, [place]);
    if (known.get(`${place.epoch}:${place.number}`) !== hash.toString('hex')) {
      await this.#takeChunks(subscription, [this.#open(subscription, { ...place, bytes, fromSource: true })]);
      return false;
    }
    return this.#withRetry(subscription, (state) => this.#applyLate(subscription, state, opened));
  }

  async #applyLate(
    subscription: Subscription,
    { version, epochs }: SubscriptionState,
    opened: OpenedBatch,
  ): Promise<boolean> {
    const { store, effects, events } = this.options;
    let isApplied = false;
    await store.transaction(async (tx) => {
      const incarnation = await this.#move(tx, subscription, version, []);
      isApplied = (await store.settle(tx, subscription.shardId, [opened])) === 1;
      if (isApplied) await effects.apply({ tx, subscription, head: headOf(epochs), incarnation }, [opened]);
    });
    if (!isApplied) return false;
    effects.committed?.(subscription, [opened]);
    events?.onApplied?.(subscription, [opened], 0);
    return true;
  }
}

/** "observations of delivery/1" */
const nameOf = ({ carries, source, shard }: ShardId) => `${carries} of ${source}/${shard}`;
