import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fraction } from '#libs/domain/fraction.js';
import { changeInterval, indexInterval, wilsonBounds } from './interval.js';

const anchors = { floorPpm: 800_000n, targetPpm: 950_000n, worldClassPpm: 990_000n };

describe('the 95 % interval', () => {
  it.each([
    ['81 of 263, as in Newcombe (1998): .2553 to .3662', 81n, 263n, 2_553, 3_662],
    ['15 of 148, as there: .0624 to .1605', 15n, 148n, 624, 1_605],
    ['0 of 20 begins at 0 and ends at .1611', 0n, 20n, 0, 1_611],
    ['29 of 29 ends at 1 and begins at .8830', 29n, 29n, 8_830, 10_000],
  ])('of a rate is Wilson: %s', (_, hits, cases, low, high) => {
    const bounds = wilsonBounds({ hits, cases }).map((bound) => Math.round(Number(bound) / 1e8));
    expect(bounds).toEqual([low, high]);
  });

  it('holds the rate, at any size', () => {
    const counts = fc.bigInt(1n, 10n ** 9n).chain((cases) => fc.tuple(fc.bigInt(0n, cases), fc.constant(cases)));
    fc.assert(
      fc.property(counts, ([hits, cases]) => {
        const [low, high] = wilsonBounds({ hits, cases });
        expect(low * cases <= hits * 10n ** 12n && hits * 10n ** 12n <= high * cases).toBe(true);
      }),
    );
  });

  it('adds squares of what each metric can move the index, each side by itself', () => {
    const count = { hits: 920n, cases: 1_000n };
    const one = indexInterval([{ weight: fraction(1n), count, anchors }], 640_000n);
    const half = { weight: fraction(1n, 2n), count, anchors };
    const two = indexInterval([half, half], 640_000n);
    // Two halves of equal size: each side is 1/√2 of the whole.
    expect(Number(640_000n - two.lowerE4)).toBeCloseTo(Number(640_000n - one.lowerE4) / Math.SQRT2, -1);
    expect(Number(two.upperE4 - 640_000n)).toBeCloseTo(Number(one.upperE4 - 640_000n) / Math.SQRT2, -1);
  });

  it('of a range holds what lies between its bounds, although both of them earn less', () => {
    const inStock = { ...anchors, tooHigh: { worldClassPpm: 990_000n, targetPpm: 993_000n, floorPpm: 1_000_000n } };
    const of = (hits: bigint) =>
      indexInterval([{ weight: fraction(1n), count: { hits, cases: 400n }, anchors: inStock }], 0n);
    // 99 %: Wilson's bounds are 97.46 % (89.8 points) and 99.61 % (44.6 points). The index of 0 shows the distances: 55.4 down, none up.
    expect(of(396n)).toEqual({ lowerE4: 0n, upperE4: 0n });
    const index = indexInterval(
      [{ weight: fraction(1n), count: { hits: 396n, cases: 400n }, anchors: inStock }],
      1_000_000n,
    );
    expect(index.upperE4).toBe(1_000_000n);
    expect(Number(index.lowerE4)).toBeCloseTo(446_000, -4);
    // 99.5 % earns 57.1: it can have been 100 points, inside the range.
    const high = indexInterval(
      [{ weight: fraction(1n), count: { hits: 398n, cases: 400n }, anchors: inStock }],
      571_429n,
    );
    expect(high.upperE4).toBe(1_000_000n);
    expect(high.lowerE4).toBeLessThan(571_429n);
  });

  it('ends at 0 and at 100', () => {
    const low = { weight: fraction(1n), count: { hits: 1n, cases: 3n }, anchors };
    const high = { weight: fraction(1n), count: { hits: 3n, cases: 3n }, anchors };
    expect(indexInterval([low], 0n)).toMatchObject({ lowerE4: 0n });
    expect(indexInterval([high], 1_000_000n)).toMatchObject({ upperE4: 1_000_000n });
  });

  it('of a change is what the one could be lower and the other higher: 3 and 4 make 5', () => {
    const from = { indexE4: 500_000n, lowerE4: 500_000n, upperE4: 540_000n };
    const to = { indexE4: 600_000n, lowerE4: 570_000n, upperE4: 600_000n };
    expect(changeInterval(from, to)).toEqual({ lowerE4: 50_000n, upperE4: 100_000n });
  });
});
