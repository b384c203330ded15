import { setImmediate as breath } from 'node:timers/promises';
import type { Transaction } from '#libs/postgres/database.js';
import { failedOnData } from '#libs/postgres/failure.js';
import type { RawBatch } from '../format/raw-batch.js';
import { isReadable, type OpenedBatch, openBatch, sha256 } from '../format/sealed-batch.js';
import type { ShardId } from '../format/topics.js';
import type { Arrival, Condemned, PutAside } from './arrival.js';
import { isKnown } from './chain.js';
import { Trials } from './crash-isolation.js';
import type { Effects, Lane, ReceiverEvents } from './effects.js';
import { beginsEpoch, type KnownHashes, type Plan, planOf } from './plan.js';
import { headOf, type LaneProgress, type LaneState } from './progress.js';
import type { Quarantined, ReceiverStore } from './receiver-store.js';

export type { RawBatch } from '../format/raw-batch.js';
export type { Applying, Effects, Lane, ReceiverEvents } from './effects.js';

export interface ReceiverOptions<Tx> {
  readonly store: ReceiverStore<Tx>;
  readonly installation: string;
  readonly effects: Effects<Tx>;
  readonly events?: ReceiverEvents;
}

/** Somebody else moved the progress since we read it: everything is read again. */
class FenceLost extends Error {}

const ATTEMPTS = 20;
/** So much is read at a time: a few milliseconds. */
const BREATH_BYTES = 256 << 10;
const KILLER: Condemned = { reason: 'KILLS_PROCESS', detail: 'whoever opened it died' };

/** What may have become applicable: by a newer version of this program, by a repair, or because somebody says so. */
const WORTH_ANOTHER_TRY: readonly PutAside['reason'][] = ['FUTURE', 'UNDECODABLE', 'NOT_APPLICABLE'];

/**
 * The door through which batches come in, from Kafka, from the source itself, or repaired: the same for all of them.
 *
 * One transaction a shard and chunk: compare and set the progress, drop repeats by number and hash, check the chain, apply,
 * commit. A reader that was paused and wakes up finds the fence moved, reads again, and has nothing left to do.
 */
export class Receiver<Tx = Transaction> {
  readonly #turns = new Map<number, Promise<unknown>>();
  readonly #trials: Trials;

  constructor(private readonly options: ReceiverOptions<Tx>) {
    this.#trials = new Trials(options.store);
  }

  /** The lane of a shard; its small number is given once and kept. */
  async lane(shard: ShardId): Promise<Lane> {
    return { ...shard, shardId: await this.options.store.shardId(shard) };
  }

  /** Takes a chunk of one shard; chunks of a shard are taken one after the other. Rejects when nothing of it was stored. */
  take(lane: Lane, raws: readonly RawBatch[]): Promise<void> {
    return this.#inTurn(lane, () => this.#takeSafely(lane, raws));
  }

  /**
   * Tries again what was put aside: after an upgrade what came from the future can be read.
   *
   * @param alsoKillers  also what ended the process
   * @returns how many were applied
   */
  redrive(lane: Lane, alsoKillers = false): Promise<number> {
    const reasons = alsoKillers ? [...WORTH_ANOTHER_TRY, 'KILLS_PROCESS' as const] : WORTH_ANOTHER_TRY;
    return this.#inTurn(lane, async () => {
      let applied = 0;
      for (const batch of await this.options.store.quarantined(lane.shardId, reasons))
        if (await this.#redrive(lane, batch)) applied += 1;
      return applied;
    });
  }

  /** How far a lane is, epoch by epoch, oldest first. */
  async progress(lane: Lane): Promise<readonly LaneProgress[]> {
    return (await this.options.store.state(lane.shardId)).epochs;
  }

  #inTurn<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(lane.shardId) ?? Promise.resolve()).then(work);
    this.#turns.set(
      lane.shardId,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async #takeSafely(lane: Lane, raws: readonly RawBatch[]): Promise<void> {
    const isOnTrial = (await this.#trials.terms(lane.shardId)) !== undefined;
    const suspects = isOnTrial ? await this.#unknownOf(lane, raws) : [];
    const rest = suspects.length === 0 ? raws : raws.filter((raw) => !suspects.includes(raw));
    for (let at = 0; at < suspects.length; ) {
      const terms = await this.#trials.terms(lane.shardId);
      const some = suspects.slice(at, at + (terms?.size ?? suspects.length));
      at += some.length;
      // Put aside unopened are only the source's own bytes, see plan.ts; until they come the suspicion stands.
      if (terms?.isCondemned && some.some(({ fromSource }) => !fromSource)) continue;
      const take = () => this.#takeRaws(lane, some, terms?.isCondemned ? KILLER : undefined);
      await (terms === undefined ? this.#trials.besides(take) : this.#trials.attempt(lane.shardId, some.length, take));
    }
    if (rest.length > 0) await this.#trials.besides(() => this.#takeRaws(lane, rest));
  }

  async #unknownOf(lane: Lane, raws: readonly RawBatch[]): Promise<RawBatch[]> {
    const epochs = await this.progress(lane);
    const chainOf = new Map(epochs.map(({ epoch, chain }) => [epoch, chain]));
    return raws.filter(({ epoch, number }) => {
      const chain = chainOf.get(epoch);
      return chain === undefined || !isKnown(chain, number);
    });
  }

  /** Reads batch after batch and lets others have their turn in between: somebody may be asking for an index. */
  async #takeRaws(lane: Lane, raws: readonly RawBatch[], condemned?: Condemned): Promise<void> {
    const arrivals: Arrival[] = [];
    let bytes = 0;
    for (const raw of raws) {
      arrivals.push(this.#arrival(raw, condemned));
      bytes += raw.bytes.length;
      if (bytes < BREATH_BYTES) continue;
      bytes = 0;
      await breath();
    }
    await this.#takeChunks(lane, arrivals);
  }

  #arrival(raw: RawBatch, condemned?: Condemned): Arrival {
    const hash = sha256(raw.bytes);
    const opened = condemned ?? openBatch(raw.bytes, hash);
    const isForeign = !('reason' in opened) && opened.installation !== this.options.installation;
    if (!isForeign) return { raw, sha256: hash, opened };
    return { raw, sha256: hash, opened: { reason: 'FOREIGN', detail: `installation ${opened.installation}` } };
  }

  async #takeChunks(lane: Lane, arrivals: readonly Arrival[]): Promise<void> {
    for (const chunk of chunksOf(arrivals)) await this.#isolating(lane, chunk);
  }

  /** What the store cannot hold must not stop its neighbours: halved until it is alone, and then put aside. */
  async #isolating(lane: Lane, arrivals: readonly Arrival[]): Promise<void> {
    try {
      await this.#persistently(lane, (state) => this.#attempt(lane, state, arrivals));
    } catch (error) {
      if (!failedOnData(error)) throw error;
      const [only, ...others] = arrivals;
      if (only !== undefined && others.length === 0) {
        const opened: Condemned = { reason: 'NOT_APPLICABLE', detail: error instanceof Error ? error.message : '' };
        return this.#persistently(lane, (state) => this.#attempt(lane, state, [{ ...only, opened }]));
      }
      const half = Math.ceil(arrivals.length / 2);
      await this.#isolating(lane, arrivals.slice(0, half));
      await this.#isolating(lane, arrivals.slice(half));
    }
  }

  async #persistently<T>(lane: Lane, attempt: (state: LaneState) => Promise<T>): Promise<T> {
    for (let number = 1; ; number++) {
      try {
        return await attempt(await this.options.store.state(lane.shardId));
      } catch (error) {
        if (!(error instanceof FenceLost) || number === ATTEMPTS) throw error;
        this.options.events?.onFenceLost?.(lane);
      }
    }
  }

  async #attempt(lane: Lane, { version, epochs }: LaneState, arrivals: readonly Arrival[]): Promise<void> {
    const { store, effects, events } = this.options;
    const plan = planOf(epochs, arrivals, await this.#knownHashes(lane, arrivals));
    if (plan.isNothing) return;
    await store.transaction(async (tx) => {
      const home = await this.#move(tx, lane, version, plan.changes);
      const applying = { tx, lane, head: plan.head, home };
      if (plan.received.length > 0) await store.addReceived(tx, lane.shardId, plan.received);
      for (const aside of plan.putAside) await store.putAside(tx, lane.shardId, aside);
      for (const ended of plan.ended) await store.endEpoch(tx, lane.shardId, ended);
      if (plan.ended.length > 0) await effects.endEpochs?.(applying, plan.ended);
      if (plan.fresh.length === 0) return;
      await store.settle(tx, lane.shardId, plan.fresh);
      await effects.apply(applying, plan.fresh);
    });
    effects.committed?.(lane, plan.fresh);
    events?.onApplied?.(lane, plan.fresh, plan.repeats);
    for (const aside of plan.putAside) events?.onQuarantined?.(lane, aside);
  }

  async #move(tx: Tx, lane: Lane, version: bigint, changes: Plan['changes']): Promise<string> {
    const home = await this.options.store.move(tx, lane.shardId, version, changes);
    if (home === undefined) throw new FenceLost(`${lane.source}/${lane.shard}`);
    return home;
  }

  #knownHashes(lane: Lane, arrivals: readonly Arrival[]): Promise<KnownHashes> {
    const places = arrivals.flatMap(({ raw, opened }) => {
      if ('reason' in opened || !beginsEpoch(raw)) return [raw];
      return [raw, { epoch: opened.continuesEpoch, number: opened.continuesNumber }];
    });
    return this.options.store.knownHashes(lane.shardId, places);
  }

  /** One batch that holds its number already is applied now; one that never got a number is taken like any other. */
  async #redrive(lane: Lane, { bytes, sha256: hash, ...place }: Quarantined): Promise<boolean> {
    const opened = openBatch(bytes);
    if (!isReadable(opened)) return false;
    const known = await this.options.store.knownHashes(lane.shardId, [place]);
    if (known.get(`${place.epoch}:${place.number}`) !== hash.toString('hex')) {
      await this.#takeChunks(lane, [this.#arrival({ ...place, bytes, fromSource: true })]);
      return false;
    }
    return this.#persistently(lane, (state) => this.#applyLate(lane, state, opened));
  }

  async #applyLate(lane: Lane, { version, epochs }: LaneState, opened: OpenedBatch): Promise<boolean> {
    const { store, effects, events } = this.options;
    let isApplied = false;
    await store.transaction(async (tx) => {
      const home = await this.#move(tx, lane, version, []);
      isApplied = (await store.settle(tx, lane.shardId, [opened])) === 1;
      if (isApplied) await effects.apply({ tx, lane, head: headOf(epochs), home }, [opened]);
    });
    if (!isApplied) return false;
    effects.committed?.(lane, [opened]);
    events?.onApplied?.(lane, [opened], 0);
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
