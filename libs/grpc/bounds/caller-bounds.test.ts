import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallerBounds } from './caller-bounds.js';

const bounds = { callsPerSecond: 5, callsAtOnce: 3, bytesPerSecond: 1_000, bytesAtOnce: 2_000 };
const admitted = { kind: 'admitted' };

describe('the bounds of a caller', () => {
  it('refuse the call beyond its rate, and say when it may come again', () => {
    const callers = new CallerBounds(bounds);
    for (let sent = 0; sent < 5; sent++) {
      expect(callers.begin('feed', 'Record', 0)).toEqual(admitted);
      callers.ended('feed');
    }
    expect(callers.begin('feed', 'Record', 0)).toEqual({ kind: 'refused', bound: 'rate', waitMs: 200 });
    expect(callers.begin('feed', 'Record', 200)).toEqual(admitted);
  });

  it('count each method by itself', () => {
    const callers = new CallerBounds({ ...bounds, callsPerSecond: 1 });
    expect(callers.begin('feed', 'Record', 0)).toEqual(admitted);
    expect(callers.begin('feed', 'Record', 0)).toMatchObject({ bound: 'rate' });
    expect(callers.begin('feed', 'GetReceipt', 0)).toEqual(admitted);
  });

  it('refuse the call beyond those open at once, until one ends', () => {
    const callers = new CallerBounds(bounds);
    for (let open = 0; open < 3; open++) expect(callers.begin('feed', 'Record', 0)).toEqual(admitted);
    expect(callers.begin('feed', 'GetReceipt', 0)).toMatchObject({ bound: 'at_once', waitMs: 1_000 });
    callers.ended('feed');
    expect(callers.begin('feed', 'GetReceipt', 0)).toEqual(admitted);
  });

  it('slow bytes down and never refuse them', () => {
    const callers = new CallerBounds(bounds);
    expect(callers.delayOf('feed', 1_000, 0)).toBe(0);
    expect(callers.delayOf('feed', 500, 0)).toBe(500);
    expect(callers.delayOf('feed', 500, 1_000)).toBe(0);
  });

  it('know how many bytes of it are in memory', () => {
    const callers = new CallerBounds(bounds);
    callers.begin('feed', 'Record', 0);
    expect([2_000, 1, -1].map((change) => callers.hold('feed', change))).toEqual([true, false, true]);
  });

  it('of one caller do not change with what another caller sends', () => {
    const steps = fc.array(fc.record({ other: fc.boolean(), gap: fc.nat(100), ends: fc.boolean() }), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(steps, (sent) => {
        const shared = new CallerBounds(bounds);
        const alone = new CallerBounds(bounds);
        let now = 0;
        for (const { other, gap, ends } of sent) {
          now += gap;
          const caller = other ? 'attacker' : 'quiet';
          const answer = shared.begin(caller, 'Get', now);
          if (!other) expect(answer).toEqual(alone.begin(caller, 'Get', now));
          if (answer.kind === 'refused' || !ends) continue;
          shared.ended(caller);
          if (!other) alone.ended(caller);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are forgotten when there are too many quiet callers, so that names cost no more memory', () => {
    const callers = new CallerBounds(bounds);
    for (let name = 0; name < 25_000; name++) {
      callers.begin(`caller ${name}`, 'Get', name);
      callers.ended(`caller ${name}`);
    }
    // 10,000, and those of the second until they are forgotten again: one came each millisecond.
    expect(callers.size).toBeLessThanOrEqual(11_000);
  });

  it('are remembered while a call is open', () => {
    const callers = new CallerBounds({ ...bounds, callsAtOnce: 1 });
    callers.begin('feed', 'Get', 0);
    for (let name = 0; name < 15_000; name++) {
      callers.begin(`caller ${name}`, 'Get', 10_000 + name);
      callers.ended(`caller ${name}`);
    }
    expect(callers.begin('feed', 'Get', 60_000)).toMatchObject({ bound: 'at_once' });
  });
});
