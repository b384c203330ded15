import { describe, expect, it } from 'vitest';
import type { MissPrices } from './due-groups.js';
import { knownPrices } from './known-prices.js';

const priced = (at: number): MissPrices => ({ index: 'departments/delivery/indexes/2018-08', at, costsE6: new Map() });

function scoring() {
  const state = { now: 0, asked: 0, isAway: false, failures: 0 };
  const ask = async () => {
    state.asked += 1;
    if (state.isAway) throw new Error('away');
    return priced(state.now);
  };
  const read = knownPrices(ask, { now: () => state.now }, () => {
    state.failures += 1;
  });
  return { state, read };
}

describe('the prices of misses', () => {
  it('are asked for once by calls that need them at one time, and again after a minute', async () => {
    const { state, read } = scoring();
    await Promise.all([read(), read()]);
    state.now = 59_999;
    expect([(await read())?.at, state.asked]).toEqual([0, 1]);
    state.now = 60_000;
    expect([(await read())?.at, state.asked]).toEqual([60_000, 2]);
  });

  it('are the last ones while scoring is away, and scoring is asked again after ten seconds', async () => {
    const { state, read } = scoring();
    await read();
    Object.assign(state, { isAway: true, now: 60_000 });
    expect((await read())?.at).toBe(0);
    state.now = 69_999;
    expect((await read())?.at).toBe(0);
    expect([state.asked, state.failures]).toEqual([2, 1]);
    Object.assign(state, { isAway: false, now: 70_000 });
    expect((await read())?.at).toBe(70_000);
  });

  it('are not known before scoring answered once', async () => {
    const { state, read } = scoring();
    state.isAway = true;
    expect(await read()).toBeUndefined();
  });
});
