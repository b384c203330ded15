import type { ReceiverStore } from './receiver-store.js';

/** A chunk that ended the process is tried in so many parts. */
const PARTS = 8;
/** A batch that was alone and ended the process so often is not tried again. */
const DEATHS = 2;

/** How a chunk is to be taken. */
export interface RetryTerms {
  /** At most so many batches together; infinity: as many as there are. */
  readonly size: number;
  /** The next batch has ended the process again and again when it was alone: it is put aside unopened. */
  readonly isPoison: boolean;
}

interface Suspicion {
  readonly size: number;
  readonly deaths: number;
  /** So many batches must get through before the subscription is trusted again. */
  suspects: number;
}

/**
 * Finds the batch that ends the process, if there is one. Nothing can be noted at the moment of death, so it is noted before:
 * what a subscription takes first after a start is on trial, for after a death it is what was being taken. Who finds his own note at
 * the next start takes the same in smaller parts, one subscription at a time, until one batch is alone.
 */
export class CrashIsolation {
  readonly #suspicions = new Map<number, Suspicion>();
  readonly #trusted = new Set<number>();
  #isLoaded: Promise<void> | undefined;
  #alone: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: Pick<ReceiverStore<never>, 'trials' | 'putCrashMarker' | 'removeCrashMarker'>) {}

  /** On what terms the next batches of a subscription are taken; undefined: as they come. */
  async terms(shardId: number): Promise<RetryTerms | undefined> {
    await this.#load();
    if (this.#trusted.has(shardId)) return undefined;
    const { size, deaths } = this.#suspicionOf(shardId);
    return { size, isPoison: deaths >= DEATHS };
  }

  /** Takes some batches of a subscription that is on trial. While there is a suspicion anywhere, one subscription goes after the other. */
  async attempt<T>(shardId: number, batches: number, work: () => Promise<T>): Promise<T> {
    const suspicion = this.#suspicionOf(shardId);
    const run = async () => {
      await this.store.putCrashMarker({ shardId, size: batches, deaths: suspicion.deaths });
      const result = await work();
      await this.store.removeCrashMarker(shardId);
      this.#acquit(shardId, suspicion, batches);
      return result;
    };
    return this.#isAnyoneSuspected() ? this.#oneByOne(run) : run();
  }

  /** Work of a subscription that is trusted; it waits while another is suspected, so that a death is not put down to the wrong one. */
  async besides<T>(work: () => Promise<T>): Promise<T> {
    return this.#isAnyoneSuspected() ? this.#oneByOne(work) : work();
  }

  #acquit(shardId: number, suspicion: Suspicion, batches: number): void {
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

  /** A subscription that was never found on trial is only tried, not suspected. */
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
