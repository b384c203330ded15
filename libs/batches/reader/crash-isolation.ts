import type { ReceiverStore } from './receiver-store.js';

/** A chunk during which the process ended is retried in this many parts. */
const PARTS = 8;
/** A batch that ended the process this often while it was alone is a poison batch. */
const DEATHS = 2;

/** How the next chunk of a shard may be opened. */
export interface RetryTerms {
  /** Maximum number of batches to open together; infinity for no limit. */
  readonly size: number;
  /** The next batch ended the process repeatedly while it was alone: quarantine it without opening it. */
  readonly isPoison: boolean;
}

interface Suspicion {
  readonly size: number;
  readonly deaths: number;
  /** How many batches must be applied before the shard is trusted again. */
  suspects: number;
}

/**
 * Poison-batch isolation: finds the batch that makes the process crash, if there is one.
 *
 * A crash cannot record its own cause. So before the first chunk of a shard is opened after a start, a crash marker is stored;
 * it is removed when the chunk has been applied. A marker that is still there at the next start names the chunk that was being
 * opened. That chunk is then retried in smaller parts, one shard at a time, until the poison batch is alone.
 */
export class CrashIsolation {
  readonly #suspicions = new Map<number, Suspicion>();
  readonly #trusted = new Set<number>();
  #isLoaded: Promise<void> | undefined;
  #alone: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: Pick<ReceiverStore<never>, 'trials' | 'putCrashMarker' | 'removeCrashMarker'>) {}

  /** How the next batches of a shard may be opened; undefined: without limit. */
  async terms(shardId: number): Promise<RetryTerms | undefined> {
    await this.#load();
    if (this.#trusted.has(shardId)) return undefined;
    const { size, deaths } = this.#suspicionOf(shardId);
    return { size, isPoison: deaths >= DEATHS };
  }

  /**
   * Opens batches of a shard under a crash marker. While any shard is suspected, shards are processed one after the other.
   */
  async attempt<T>(shardId: number, batches: number, work: () => Promise<T>): Promise<T> {
    const suspicion = this.#suspicionOf(shardId);
    const run = async () => {
      await this.store.putCrashMarker({ shardId, size: batches, deaths: suspicion.deaths });
      const result = await work();
      await this.store.removeCrashMarker(shardId);
      this.#clear(shardId, suspicion, batches);
      return result;
    };
    return this.#isAnyoneSuspected() ? this.#oneByOne(run) : run();
  }

  /**
   * Runs work of a trusted shard. It waits while another shard is suspected, so that a crash is not attributed to the wrong one.
   */
  async withoutSuspects<T>(work: () => Promise<T>): Promise<T> {
    return this.#isAnyoneSuspected() ? this.#oneByOne(work) : work();
  }

  #clear(shardId: number, suspicion: Suspicion, batches: number): void {
    suspicion.suspects -= batches;
    if (suspicion.suspects > 0 && suspicion.deaths < DEATHS) return;
    if (suspicion.suspects > 0) this.#suspicions.set(shardId, { ...suspicion, deaths: 0 });
    else {
      this.#suspicions.delete(shardId);
      this.#trusted.add(shardId);
    }
  }

  #suspicionOf(shardId: number): Suspicion {
    const known = this.#suspicions.get(shardId);
    if (known !== undefined) return known;
    const first = { size: Number.POSITIVE_INFINITY, deaths: 0, suspects: 1 };
    this.#suspicions.set(shardId, first);
    return first;
  }

  /** Only a shard with a crash marker from an earlier start is suspected; others are merely unproven. */
  #isAnyoneSuspected(): boolean {
    return [...this.#suspicions.values()].some(({ size }) => Number.isFinite(size));
  }

  #oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#alone.then(work);
    this.#alone = turn.catch(() => undefined);
    return turn;
  }

  #load(): Promise<void> {
    this.#isLoaded ??= this.store.trials().then(
      (trials) => {
        for (const { shardId, size, deaths } of trials) {
          const wasAlone = size === 1;
          const next = { size: Math.max(1, Math.ceil(size / PARTS)), deaths: wasAlone ? deaths + 1 : 0 };
          this.#suspicions.set(shardId, { ...next, suspects: size });
        }
      },
      (error: unknown) => {
        this.#isLoaded = undefined;
        throw error;
      },
    );
    return this.#isLoaded;
  }
}
