import { describe, expect, it } from 'vitest';
import { Exactly, largest } from './exactly.js';

class TestGauge {
  readonly series = new Map<string, number>();
  set({ unit }: { readonly unit: string }, value: number): void {
    this.series.set(unit, value);
  }
  forget({ unit }: { readonly unit: string }): void {
    this.series.delete(unit);
  }
}

describe('a gauge that shows exactly what was given last', () => {
  it('forgets a unit that is no longer among those that lose most', () => {
    const gauge = new TestGauge();
    const exactly = new Exactly(gauge);
    exactly.show([
      { labels: { unit: 'area/sp' }, value: 3 },
      { labels: { unit: 'area/rj' }, value: 2 },
    ]);
    exactly.show([{ labels: { unit: 'area/rj' }, value: 4 }]);
    expect([...gauge.series]).toEqual([['area/rj', 4]]);
  });
});

describe('the largest', () => {
  const misses = new Map([
    ['carrier', 1],
    ['delivery', 9],
    ['warehouse', 4],
  ]);

  it('come first, and the rest is one number, so that nothing is lost', () => {
    expect(largest(misses, 2)).toEqual({
      kept: [
        ['delivery', 9],
        ['warehouse', 4],
      ],
      rest: 1,
    });
  });

  it('are all, without a rest, where there are no more', () => {
    expect(largest(misses, 3).rest).toBe(0);
    expect(largest(new Map(), 3)).toEqual({ kept: [], rest: 0 });
  });

  it('have an order of their own where they are equal: by name', () => {
    expect(
      largest(
        new Map([
          ['b', 1],
          ['a', 1],
        ]),
        1,
      ).kept,
    ).toEqual([['a', 1]]);
  });
});
