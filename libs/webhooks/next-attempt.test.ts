import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAttempt } from './next-attempt.js';

const NOW = 1_700_000_000_000;
const HOUR = 3_600_000;

describe('nextAttempt', () => {
  it.each([
    ['after 5 seconds', 1, 5_000],
    ['then after four times as long', 2, 20_000],
    ['and again', 3, 80_000],
    ['below the longest pause', 7, 20_480_000],
    ['after twelve hours at most', 8, 12 * HOUR],
    ['and never later', 20, 12 * HOUR],
  ])('is %s', (_, attempts, pause) => {
    expect(nextAttempt(attempts, NOW, 0.5) - NOW).toBe(pause);
  });

  it.each([
    ['is a fifth sooner at the least', 0, 4_000],
    ['is nearly a fifth later at the most', 0.9999, 6_000],
  ])('%s', (_, chance, pause) => {
    expect(nextAttempt(1, NOW, chance) - NOW).toBe(pause);
  });

  it.each([
    ['waits as long as the receiver asks for', 60_000, 60_000],
    ['is not sooner because the receiver asks for less', 1_000, 5_000],
    ['keeps twelve hours of it', 48 * HOUR, 12 * HOUR],
  ])('%s', (_, retryAfter, pause) => {
    expect(nextAttempt(1, NOW, 0.5, retryAfter) - NOW).toBe(pause);
  });

  it('is in the future, whatever chance gives', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, chance) => {
          expect(nextAttempt(attempts, NOW, chance)).toBeGreaterThanOrEqual(NOW + 4_000);
        },
      ),
    );
  });
});
