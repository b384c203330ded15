import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Anchors, scoreRate } from '../arithmetic/score-rate.js';
import { judgedWaiting } from './judged-waiting.js';

const rising: Anchors = { floorPpm: 900_000n, targetPpm: 950_000n, worldClassPpm: 980_000n };
const inStock: Anchors = {
  ...rising,
  tooHigh: { worldClassPpm: 990_000n, targetPpm: 997_000n, floorPpm: 1_020_000n },
};
const hits = (own: number, cases: number, waiting: number, anchors?: Anchors) => {
  const { worst, best } = judgedWaiting({ hits: BigInt(own), cases: BigInt(cases) }, BigInt(waiting), anchors);
  expect([worst.cases, best.cases]).toEqual([BigInt(cases + waiting), BigInt(cases + waiting)]);
  return [Number(worst.hits), Number(best.hits)];
};

describe('cases that wait', () => {
  it('are all misses in the worst way and all hits in the best, where more is never worse', () => {
    expect(hits(900, 950, 50, rising)).toEqual([900, 950]);
    expect(hits(900, 950, 50)).toEqual([900, 950]);
  });

  it('are best inside a range', () => {
    expect(hits(950, 950, 50, inStock)[0]).toBe(1_000); // 95 % earns 80 points, 100 % 69.6
    expect(hits(960, 960, 40, inStock)).toEqual([1_000, 990]);
    expect(hits(960, 980, 20, inStock)).toEqual([960, 980]);
    expect(hits(995, 995, 5, inStock)).toEqual([1_000, 995]);
  });

  it('have no better and no worse way than these', () => {
    const score = (judged: number, cases: number) => {
      const found = scoreRate({ hits: BigInt(judged), cases: BigInt(cases) }, inStock);
      return found.kind === 'scored' ? Number(found.scoreE4) : 0;
    };
    const counts = fc
      .tuple(fc.integer({ min: 1, max: 300 }), fc.nat(60))
      .chain(([cases, waiting]) => fc.tuple(fc.nat(cases), fc.constant(cases), fc.constant(waiting)));
    fc.assert(
      fc.property(counts, ([own, cases, waiting]) => {
        const scores = Array.from({ length: waiting + 1 }, (_, more) => score(own + more, cases + waiting));
        const [worst = 0, best = 0] = hits(own, cases, waiting, inStock);
        expect(score(worst, cases + waiting)).toBe(Math.min(...scores));
        expect(score(best, cases + waiting)).toBe(Math.max(...scores));
      }),
    );
  });
});
