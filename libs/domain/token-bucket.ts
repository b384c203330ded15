/**
 * Lets through `rate` a second, and up to `burst` at once after a pause. The time comes in as an argument, in milliseconds of any
 * clock that never goes back.
 *
 * In any span of time no more than `rate` x seconds + `burst` passes `take`.
 */
export class TokenBucket {
  /** In thousandths, so that whole milliseconds and rates make whole numbers. */
  #tokens: number;
  #at: number;

  constructor(
    private readonly rate: number,
    private readonly burst: number,
    nowMs: number,
  ) {
    this.#tokens = 1_000 * burst;
    this.#at = nowMs;
  }

  /** @returns 0 when it passes, otherwise the milliseconds after which it would; then nothing is taken */
  take(nowMs: number, count = 1): number {
    this.#refill(nowMs);
    if (this.#tokens < 1_000 * count) return this.#waitFor(count);
    this.#tokens -= 1_000 * count;
    return 0;
  }

  /** Takes what is not there yet, too. @returns the milliseconds for which the taker must wait: 0 within the rate */
  borrow(nowMs: number, count: number): number {
    this.#refill(nowMs);
    this.#tokens -= 1_000 * count;
    return this.#waitFor(0);
  }

  /** Whether it is as a new one would be, so that it may be forgotten. */
  isFull(nowMs: number): boolean {
    this.#refill(nowMs);
    return this.#tokens >= 1_000 * this.burst;
  }

  #refill(nowMs: number): void {
    const passed = Math.max(0, nowMs - this.#at);
    this.#at += passed;
    this.#tokens = Math.min(1_000 * this.burst, this.#tokens + passed * this.rate);
  }

  #waitFor(count: number): number {
    const missing = 1_000 * count - this.#tokens;
    return missing <= 0 ? 0 : Math.ceil(missing / this.rate);
  }
}
