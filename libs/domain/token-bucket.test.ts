import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.js';

describe('a token bucket', () => {
  it('lets a burst through at once, and then the rate', () => {
    const bucket = new TokenBucket(10, 3, 0);
    expect([0, 0, 0, 0].map((at) => bucket.take(at))).toEqual([0, 0, 0, 100]); // 1 / 10 of a second
    expect(bucket.take(99)).toBe(1);
    expect(bucket.take(100)).toBe(0);
    expect(bucket.take(100)).toBe(100);
  });

  it('never holds more than its burst, however long the pause', () => {
    const bucket = new TokenBucket(10, 3, 0);
    const passed = Array.from({ length: 10 }, () => bucket.take(3_600_000)).filter((wait) => wait === 0);
    expect(passed).toHaveLength(3);
  });

  it('never lets more through than rate x time + burst, whatever the pattern of the calls', () => {
    const pauses = fc.array(fc.nat(50), { maxLength: 400 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 50 }), pauses, (rate, burst, gaps) => {
        const bucket = new TokenBucket(rate, burst, 0);
        let now = 0;
        const at = gaps.flatMap((gap) => {
          now += gap;
          return bucket.take(now) === 0 ? [now] : [];
        });
        for (const [first, from] of at.entries())
          for (const [last, to] of at.entries())
            if (last >= first)
              expect(last - first + 1).toBeLessThanOrEqual(((to - from) * rate) / 1_000 + burst + 1e-6);
      }),
      { numRuns: 50 },
    );
  });

  it('lets a caller through that waits as long as it was told', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 50 }), (rate, burst) => {
        const bucket = new TokenBucket(rate, burst, 0);
        for (let sent = 0; sent < burst; sent++) bucket.take(0);
        const wait = bucket.take(0);
        expect(wait).toBeGreaterThan(0);
        expect(bucket.take(wait)).toBe(0);
      }),
    );
  });

  it('takes nothing when it refuses', () => {
    const bucket = new TokenBucket(1, 1, 0);
    bucket.take(0);
    for (let again = 0; again < 100; again++) bucket.take(0);
    expect(bucket.take(1_000)).toBe(0);
  });

  it('lends what is larger than its burst, and the taker waits for the rest', () => {
    const bucket = new TokenBucket(1_000, 1_000, 0);
    expect(bucket.borrow(0, 1_000)).toBe(0);
    expect(bucket.borrow(0, 3_000)).toBe(3_000);
    expect(bucket.borrow(3_000, 500)).toBe(500);
    expect(bucket.isFull(3_000)).toBe(false);
    expect(bucket.isFull(4_500)).toBe(true); // 500 owed and 1,000 of burst
  });

  it('does not give more when the clock goes back', () => {
    const bucket = new TokenBucket(1_000, 1, 5_000);
    bucket.take(5_000);
    expect(bucket.take(0)).toBe(1);
    expect(bucket.take(5_000)).toBe(1);
  });
});
