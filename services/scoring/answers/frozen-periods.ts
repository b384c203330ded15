import { CxError } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { CountingRules } from './counts-cache.js';
import type { FrozenAs, FrozenResults } from './frozen-results.js';
import { type PeriodCounts, periodCounts } from './period-counts.js';

const ASK_AGAIN_MS = 1_000;
/** Closed periods in the cache: five years of months. */
const MOST_CLOSED = 60;

/**
 * How far periods are frozen, asked once a second, and the counts of closed ones. These never change: they are read once for each version that states
 * a period.
 */
export class FrozenPeriods {
  #states: ReadonlyMap<string, FrozenAs> | undefined;
  #asked = Number.NEGATIVE_INFINITY;
  #asking: Promise<ReadonlyMap<string, FrozenAs>> | undefined;
  readonly #counts = new Map<string, Promise<PeriodCounts>>();

  constructor(
    private readonly frozen: FrozenResults,
    private readonly clock: Clock,
    private readonly rulesets: CountingRules,
  ) {}

  async of({ name }: Pick<Period, 'name'>): Promise<FrozenAs | undefined> {
    return (await this.#all()).get(name);
  }

  /** The counts that a closed period is stated by; undefined for one that is not closed. */
  async countsOf(period: Period): Promise<PeriodCounts | undefined> {
    const as = await this.of(period);
    if (as?.version === undefined) return undefined;
    const key = `${period.name} ${as.version} ${this.rulesets.revision}`;
    const counts = this.#counts.get(key) ?? this.#read(period, as.version, key);
    this.#counts.delete(key); // they are in the order of their use
    this.#counts.set(key, counts);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > MOST_CLOSED && oldest !== undefined) this.#counts.delete(oldest);
    return counts;
  }

  #read(period: Period, version: number, key: string): Promise<PeriodCounts> {
    const { rulesets } = this;
    const counts = this.frozen
      .countsOf(period, version)
      .then((view) => periodCounts(view, period, (one, metric) => rulesets.definitionIn(one, metric)));
    counts.catch(() => this.#counts.delete(key));
    return counts;
  }

  async #all(): Promise<ReadonlyMap<string, FrozenAs>> {
    const now = this.clock.now();
    if (this.#states !== undefined && now - this.#asked < ASK_AGAIN_MS) return this.#states;
    this.#asking ??= this.frozen.states().finally(() => {
      this.#asking = undefined;
    });
    try {
      this.#states = await this.#asking;
      this.#asked = now;
    } catch (error) {
      // Nothing leads out of a close, so what was known holds while the database does not answer.
      const isGone = error instanceof CxError && error.reason === 'STORE_UNAVAILABLE';
      if (!isGone || this.#states === undefined) throw error;
    }
    return this.#states;
  }
}
