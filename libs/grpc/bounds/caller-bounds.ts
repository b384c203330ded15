import { TokenBucket } from '#libs/domain/token-bucket.js';
import type { Bounds } from './bounds.js';

/** Whether a call may begin, and if not, which bound refuses it and after how many milliseconds it may come again. */
export type Admission =
  | { readonly kind: 'admitted' }
  | { readonly kind: 'refused'; readonly bound: 'rate' | 'at_once'; readonly waitMs: number };

/** How soon a caller should come again that has too many calls open: one of them may end at any time. */
const AT_ONCE_WAIT_MS = 1_000;

/** How many callers are remembered. Beyond it those are forgotten that have no open call and no recent one. */
const MOST_CALLERS = 10_000;
const FORGET_EVERY_MS = 1_000;

interface Usage {
  open: number;
  /** Bytes of its requests in memory. */
  held: number;
  readonly bytes: TokenBucket;
  readonly calls: Map<string, TokenBucket>;
}

/**
 * The bounds of each caller: its calls in a second by method, its open calls, its bytes. Every caller has its own, so what one sends
 * never changes what another may send.
 */
export class CallerBounds {
  readonly #usages = new Map<string, Usage>();
  #forgotAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly bounds: Pick<Bounds, 'callsPerSecond' | 'callsAtOnce' | 'bytesPerSecond' | 'bytesAtOnce'>,
  ) {}

  /** An admitted call must be given back with `ended`. */
  begin(caller: string, method: string, nowMs: number): Admission {
    const { callsAtOnce } = this.bounds;
    const usage = this.#usageOf(caller, nowMs);
    if (usage.open >= callsAtOnce) return { kind: 'refused', bound: 'at_once', waitMs: AT_ONCE_WAIT_MS };
    const waitMs = this.#bucketOf(usage, method, nowMs).take(nowMs);
    if (waitMs > 0) return { kind: 'refused', bound: 'rate', waitMs };
    usage.open += 1;
    return { kind: 'admitted' };
  }

  ended(caller: string): void {
    const usage = this.#usages.get(caller);
    if (usage !== undefined) usage.open -= 1;
  }

  /** @returns the milliseconds for which a message of this size has to wait, so that the caller keeps to its bytes in a second */
  delayOf(caller: string, bytes: number, nowMs: number): number {
    return this.#usageOf(caller, nowMs).bytes.borrow(nowMs, bytes);
  }

  /** @param change  bytes that came or were handled  @returns whether the caller keeps to the bytes that it may have in memory */
  hold(caller: string, change: number): boolean {
    const usage = this.#usages.get(caller);
    if (usage === undefined) return true;
    usage.held += change;
    return usage.held <= this.bounds.bytesAtOnce;
  }

  /** How many callers are remembered. */
  get size(): number {
    return this.#usages.size;
  }

  #usageOf(caller: string, nowMs: number): Usage {
    const known = this.#usages.get(caller);
    if (known !== undefined) return known;
    if (this.#usages.size >= MOST_CALLERS && nowMs - this.#forgotAt >= FORGET_EVERY_MS) this.#forget(nowMs);
    const { bytesPerSecond } = this.bounds;
    const usage = { open: 0, held: 0, bytes: new TokenBucket(bytesPerSecond, bytesPerSecond, nowMs), calls: new Map() };
    this.#usages.set(caller, usage);
    return usage;
  }

  #bucketOf({ calls }: Usage, method: string, nowMs: number): TokenBucket {
    const known = calls.get(method);
    if (known !== undefined) return known;
    const { callsPerSecond } = this.bounds;
    const bucket = new TokenBucket(callsPerSecond, callsPerSecond, nowMs);
    calls.set(method, bucket);
    return bucket;
  }

  /** A forgotten caller is as a new one, so only those are forgotten whose buckets are full. */
  #forget(nowMs: number): void {
    this.#forgotAt = nowMs;
    for (const [caller, { open, held, bytes, calls }] of this.#usages) {
      const isQuiet = open === 0 && held === 0 && [bytes, ...calls.values()].every((bucket) => bucket.isFull(nowMs));
      if (isQuiet) this.#usages.delete(caller);
    }
  }
}
