import { setImmediate as breath } from 'node:timers/promises';
import type { Transaction } from '#libs/postgres/database.js';
import { failedOnData } from '#libs/postgres/failure.js';
import type { RawBatch } from '../format/raw-batch.js';
import { isReadable, type OpenedBatch, openBatch, sha256 } from '../format/sealed-batch.js';
import type { ShardId } from '../format/topics.js';
import type { Arrival, QuarantineEntry, Rejection } from './arrival.js';
import { isKnown } from './chain.js';
import { CrashIsolation } from './crash-isolation.js';
import type { Effects, ReceiverEvents, Subscription } from './effects.js';
import { beginsEpoch, type Plan, planOf } from './plan.js';
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
/** So much is read at a time: a few milliseconds. */
const BREATH_BYTES = 256 << 10;
const KILLER: Rejection = { reason: 'KILLS_PROCESS', detail: 'whoever opened it died' };

/** What may have become applicable: by a newer version of this program, by a repair, or because somebody says so. */
const WORTH_ANOTHER_TRY: readonly QuarantineEntry['reason'][] = ['FUTURE', 'UNDECODABLE', 'NOT_APPLICABLE'];

/**
 * The door through which batches come in, from Kafka, from the source itself, or repaired: the same for all of them.
 *
 * One transaction a shard and chunk: compare and set the progress, drop repeats by number and hash, check the chain, apply,
 * commit. A reader that was paused and wakes up finds the fence moved, reads again, and has nothing left to do.
 */
export class Receiver<Tx = Transaction> {
  readonly #turns = new Map<number, Promise<unknown>>();
  readonly #trials: CrashIsolation;

  constructor(private readonly options: ReceiverOptions<Tx>) {
    this.#trials = new CrashIsolation(options.store);
  }

  /** The subscription of a shard; its small number is given once and kept. */
  async subscription(shard: ShardId): Promise<Subscription> {
    return { ...shard, shardId: await this.options.store.shardId(shard) };
  }

  /** Takes a chunk of one shard; chunks of a shard are taken one after the other. Rejects when nothing of it was stored. */
  take(subscription: Subscription, raws: readonly RawBatch[]): Promise<void> {
    return this.#inTurn(subscription, () => this.#takeSafely(subscription, raws));
  }

  /**
   * Tries again what was put aside: after an upgrade what came from the future can be read.
   *
   * @param alsoKillers  also what ended the process
   * @returns how many were applied
   */
  redrive(subscription: Subscription, alsoKillers = false): Promise<number> {
    const reasons = alsoKillers ? [...WORTH_ANOTHER_TRY, 'KILLS_PROCESS' as const] : WORTH_ANOTHER_TRY;
    return this.#inTurn(subscription, async () => {
      let applied = 0;
      for (const batch of await this.options.store.quarantined(subscription.shardId, reasons))
        if (await this.#redrive(subscription, batch)) applied += 1;
      return applied;
    });
  }

  /** How far a subscription is, epoch by epoch, oldest first. */
  async progress(subscription: Subscription): Promise<readonly EpochProgress[]> {
    return (await this.options.store.state(subscription.shardId)).epochs;
  }

  #inTurn<T>(subscription: Subscription, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(subscription.shardId) ?? Promise.resolve()).then(work);
    this.#turns.set(
      subscription.shardId,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async #takeSafely(subscription: Subscription, raws: readonly RawBatch[]): Promise<void> {
    const isOnTrial = (await this.#trials.terms(subscription.shardId)) !== undefined;
    const suspects = isOnTrial ? await this.#unknownOf(subscription, raws) : [];
    const rest = suspects.length === 0 ? raws : raws.filter((raw) => !suspects.includes(raw));
    for (let at = 0; at < suspects.length; ) {
      const terms = await this.#trials.terms(subscription.shardId);
      const some = suspects.slice(at, at + (terms?.size ?? suspects.length));
      at += some.length;
      // Put aside unopened are only the source's own bytes, see plan.ts; until they come the suspicion stands.
      if (terms?.isPoison && some.some(({ fromSource }) => !fromSource)) continue;
      const take = () => this.#takeRaws(subscription, some, terms?.isPoison ? KILLER : undefined);
      await (terms === undefined
        ? this.#trials.besides(take)
        : this.#trials.attempt(subscription.shardId, some.length, take));
    }
    if (rest.length > 0) await this.#trials.besides(() => this.#takeRaws(subscription, rest));
  }

  async #unknownOf(subscription: Subscription, raws: readonly RawBatch[]): Promise<RawBatch[]> {
    const epochs = await this.progress(subscription);
    const chainOf = new Map(epochs.map(({ epoch, chain }) => [epoch, chain]));
    return raws.filter(({ epoch, number }) => {
      const chain = chainOf.get(epoch);
      return chain === undefined || !isKnown(chain, number);
    });
  }

  /** Reads batch after batch and lets others have their turn in between: somebody may be asking for an index. */
  async #takeRaws(subscription: Subscription, raws: readonly RawBatch[], condemned?: Rejection): Promise<void> {
    const arrivals: Arrival[] = [];
    let bytes = 0;
    for (const raw of raws) {
      arrivals.push(this.#arrival(raw, condemned));
      bytes += raw.bytes.length;
      if (bytes < BREATH_BYTES) continue;
      bytes = 0;
      await breath();
    }
    await this.#takeChunks(subscription, arrivals);
  }

  #arrival(raw: RawBatch, condemned?: Rejection): Arrival {
    const hash = sha256(raw.bytes);
    const opened = condemned ?? openBatch(raw.bytes, hash);
    const isForeign = !('reason' in opened) && opened.installation !== this.options.installation;
    if (!isForeign) return { raw, sha256: hash, opened };
    return { raw, sha256: hash, opened: { reason: 'FOREIGN', detail: `installation ${opened.installation}` } };
  }

  async #takeChunks(subscription: Subscription, arrivals: readonly Arrival[]): Promise<void> {
    for (const chunk of chunksOf(arrivals)) await this.#isolating(subscription, chunk);
  }

  /** What the store cannot hold must not stop its neighbours: halved until it is alone, and then put aside. */
  async #isolating(subscription: Subscription, arrivals: readonly Arrival[]): Promise<void> {
    try {
      await this.#persistently(subscription, (state) => this.#attempt(subscription, state, arrivals));
    } catch (error) {
      if (!failedOnData(error)) throw error;
      const [only, ...others] = arrivals;
      if (only !== undefined && others.length === 0) {
        const opened: Rejection = { reason: 'NOT_APPLICABLE', detail: error instanceof Error ? error.message : '' };
        return this.#persistently(subscription, (state) => this.#attempt(subscription, state, [{ ...only, opened }]));
      }
      const half = Math.ceil(arrivals.length / 2);
      await this.#isolating(subscription, arrivals.slice(0, half));
      await this.#isolating(subscription, arrivals.slice(half));
    }
  }

  async #persistently<T>(subscription: Subscription, attempt: (state: SubscriptionState) => Promise<T>): Promise<T> {
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
      const home = await this.#move(tx, subscription, version, plan.changes);
      const applying = { tx, subscription, head: plan.head, home };
      if (plan.received.length > 0) await store.addReceived(tx, subscription.shardId, plan.received);
      for (const aside of plan.quarantine) await store.quarantine(tx, subscription.shardId, aside);
      for (const ended of plan.ended) await store.endEpoch(tx, subscription.shardId, ended);
      if (plan.ended.length > 0) await effects.endEpochs?.(applying, plan.ended);
      if (plan.fresh.length === 0) return;
      await store.settle(tx, subscription.shardId, plan.fresh);
      await effects.apply(applying, plan.fresh);
    });
    effects.committed?.(subscription, plan.fresh);
    events?.onApplied?.(subscription, plan.fresh, plan.repeats);
    for (const aside of plan.quarantine) events?.onQuarantined?.(subscription, aside);
  }

  async #move(tx: Tx, subscription: Subscription, version: bigint, changes: Plan['changes']): Promise<string> {
    const home = await this.options.store.move(tx, subscription.shardId, version, changes);
    if (home === undefined) throw new FenceLost(`${subscription.source}/${subscription.shard}`);
    return home;
  }

  #knownHashes(subscription: Subscription, arrivals: readonly Arrival[]): Promise<KnownHashes> {
    const places = arrivals.flatMap(({ raw, opened }) => {
      if ('reason' in opened || !beginsEpoch(raw)) return [raw];
      return [raw, { epoch: opened.continuesEpoch, number: opened.continuesNumber }];
    });
    return this.options.store.knownHashes(subscription.shardId, places);
  }

  /** One batch that holds its number already is applied now; one that never got a number is taken like any other. */
  async #redrive(subscription: Subscription, { bytes, sha256: hash, ...place }: Quarantined): Promise<boolean> {
    const opened = openBatch(bytes);
    if (!isReadable(opened)) return false;
    const known = await this.options.store.knownHashes(subscription.shardId, [place]);
    if (known.get(`${place.epoch}:${place.number}`) !== hash.toString('hex')) {
      await this.#takeChunks(subscription, [this.#arrival({ ...place, bytes, fromSource: true })]);
      return false;
    }
    return this.#persistently(subscription, (state) => this.#applyLate(subscription, state, opened));
  }

  async #applyLate(
    subscription: Subscription,
    { version, epochs }: SubscriptionState,
    opened: OpenedBatch,
  ): Promise<boolean> {
    const { store, effects, events } = this.options;
    let isApplied = false;
    await store.transaction(async (tx) => {
      const home = await this.#move(tx, subscription, version, []);
      isApplied = (await store.settle(tx, subscription.shardId, [opened])) === 1;
      if (isApplied) await effects.apply({ tx, subscription, head: headOf(epochs), home }, [opened]);
    });
    if (!isApplied) return false;
    effects.committed?.(subscription, [opened]);
    events?.onApplied?.(subscription, [opened], 0);
    return true;
  }
}

/** A batch that begins an epoch is the first of its chunk: what came before belongs to the epochs as they were. */
function* chunksOf(arrivals: readonly Arrival[]): Iterable<readonly Arrival[]> {
  let chunk: Arrival[] = [];
  for (const arrival of arrivals) {
    if (beginsEpoch(arrival.raw) && chunk.length > 0) {
      yield chunk;
      chunk = [];
    }
    chunk.push(arrival);
  }
  if (chunk.length > 0) yield chunk;
}
