import type { Instant } from '#libs/domain/time.js';
import { TokenBucket } from '#libs/domain/token-bucket.js';
import type { Entry } from '../chain/entry.js';

/** How many lines one key may cause. Calls beyond that are counted, and one line states how many they were. */
export interface Bounds {
  /** Lines that may come at once. */
  readonly burst: number;
  /** After this many milliseconds a key may cause one more line. */
  readonly refillMs: number;
  /** How often the counted calls are written down, in milliseconds. */
  readonly summaryMs: number;
  /** Keys that are told apart. All further keys share one, so what an attacker sends cannot fill the memory. */
  readonly mostKeys: number;
}

/** The key of all calls beyond `mostKeys`. */
const OTHERS = 'others';

/**
 * Keeps a flood of calls from filling the disk: each key gets a few lines of its own, and the other calls are counted. No call is
 * lost: it has a line, or it is in the count of one.
 */
export class Bounded {
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #counted = new Map<string, Entry & { readonly count: bigint }>();
  #summarisedAt: Instant | undefined;

  constructor(private readonly bounds: Bounds) {}

  /**
   * @param key    who or what the lines are bounded by: the caller, or caller and what it read
   * @returns      true when the entry is to be written; false when it was counted
   */
  offer(key: string, entry: Entry, now: Instant): boolean {
    this.#summarisedAt ??= now;
    const known = this.#buckets.has(key) || this.#buckets.size < this.bounds.mostKeys;
    if (this.#bucket(known ? key : OTHERS, now).take(now) === 0) return true;
    this.#count(entry);
    return false;
  }

  /** What was counted since the last summary, once `summaryMs` have passed or at the end of the process. */
  summary(now: Instant, isEnd = false): readonly Entry[] {
    if (!isEnd && now - (this.#summarisedAt ?? now) < this.bounds.summaryMs) return [];
    this.#summarisedAt = now;
    const entries = [...this.#counted.values()];
    this.#counted.clear();
    this.#forgetFull(now);
    return entries;
  }

  #bucket(key: string, now: Instant): TokenBucket {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(1_000 / this.bounds.refillMs, this.bounds.burst, now);
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #count({ who, what, outcome }: Entry): void {
    const isRoom = this.#counted.size < this.bounds.mostKeys;
    const group = isRoom ? { who, what } : { who: UNNAMED, what: { call: '', resource: {} } };
    const key = JSON.stringify([group, outcome]);
    const count = (this.#counted.get(key)?.count ?? 0n) + 1n;
    this.#counted.set(key, { event: 'COUNTED', ...group, requestId: '', outcome, count });
  }

  /** A key whose bucket is full again is as good as a new one. */
  #forgetFull(now: Instant): void {
    for (const [key, bucket] of [...this.#buckets]) if (bucket.isFull(now)) this.#buckets.delete(key);
  }
}

const UNNAMED = { name: '', kind: 'unknown', roles: [] } as const;
