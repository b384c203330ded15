import { describe, expect, it } from 'vitest';
import type { Entry } from '../chain/entry.js';
import { Bounded, type Bounds } from './bounded.js';

const bounds: Bounds = { burst: 3, refillMs: 1_000, summaryMs: 60_000, mostKeys: 4 };
const denied = (name: string, call = 'cx.bonus.v1.BonusInputService/CreateSnapshot'): Entry => ({
  event: 'DENIED',
  who: { name, kind: 'person', roles: [] },
  what: { call, resource: {} },
  requestId: '0f9b3a52-6c1e-4d2a-9a58-1f9a6e2b7c11',
  outcome: { code: 'PERMISSION_DENIED', reason: 'CALLER_NOT_ALLOWED' },
});

describe('bounded', () => {
  it('writes the first calls of a caller and counts the others in one line', () => {
    const log = new Bounded(bounds);
    const written = Array.from({ length: 1_000 }, () => log.offer('anna', denied('anna'), 0));
    expect(written.filter(Boolean)).toHaveLength(3);
    expect(log.summary(59_999)).toEqual([]);
    expect(log.summary(60_000)).toEqual([{ ...denied('anna'), event: 'COUNTED', requestId: '', count: 997n }]);
  });

  it('lets a flood of one caller hide no call of another one', () => {
    const log = new Bounded(bounds);
    for (let call = 0; call < 1_000; call += 1) log.offer('', denied(''), 0);
    expect(log.offer('anna', denied('anna'), 0)).toBe(true);
  });

  it('gives a caller one more line when the time for it has passed', () => {
    const log = new Bounded(bounds);
    for (let call = 0; call < 3; call += 1) log.offer('anna', denied('anna'), 0);
    expect(log.offer('anna', denied('anna'), 999)).toBe(false);
    expect(log.offer('anna', denied('anna'), 1_999)).toBe(true);
    expect(log.offer('anna', denied('anna'), 1_999)).toBe(false);
  });

  it('loses no call: lines and counts add up to the calls', () => {
    const log = new Bounded(bounds);
    let lines = 0;
    let counted = 0n;
    for (let call = 0; call < 5_000; call += 1) {
      const now = call * 37;
      if (log.offer(`caller ${call % 50}`, denied(`caller ${call % 50}`), now)) lines += 1;
      for (const { count = 0n } of log.summary(now)) counted += count;
    }
    for (const { count = 0n } of log.summary(5_000 * 37, true)) counted += count;
    expect(BigInt(lines) + counted).toBe(5_000n);
  });

  it('makes few lines of many callers and many calls', () => {
    const log = new Bounded(bounds);
    let lines = 0;
    for (let call = 0; call < 10_000; call += 1) {
      const entry = denied(`caller ${call}`, `cx.a.v1.A/Call${call}`);
      if (log.offer(entry.who.name, entry, 0)) lines += 1;
    }
    // Four callers of their own and all others as one: three lines each. As many groups are counted, and the rest in one group.
    expect(lines).toBe(4 + 3);
    const summary = log.summary(60_000);
    expect(summary).toHaveLength(5);
    expect(summary.at(-1)?.who.name).toBe('');
  });
});
