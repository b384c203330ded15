import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { realInput } from '../../fixtures/real-orders.js';
import type { Count } from '../arithmetic/score-rate.js';
import { departmentIndex } from '../score/department-index.js';
import { spreadE4, unitFigures, worstTenthE4 } from './between-units.js';

const rising = { floorPpm: 880_000n, targetPpm: 950_000n };
const falling = { floorPpm: 8_000n, targetPpm: 2_000n };
const unit = (hits: number, cases: number): Count => ({ hits: BigInt(hits), cases: BigInt(cases) });
const counts = fc.array(
  fc.integer({ min: 1, max: 500 }).chain((cases) => fc.nat(cases).map((hits) => unit(hits, cases))),
  {
    minLength: 2,
    maxLength: 20,
  },
);

describe('the worst tenth of units', () => {
  it.each([
    ['is the worst unit where it has a tenth of the cases', [unit(50, 100), unit(900, 900)], rising, 500_000n],
    ['is as many units as have a tenth', [unit(1, 10), unit(2, 10), unit(100, 100)], rising, 150_000n], // 3 of 20
    ['is the unit with most hits where less is better', [unit(5, 100), unit(0, 900)], falling, 50_000n],
  ])('%s', (_, units, anchors, rateE4) => {
    expect(worstTenthE4(units, anchors)).toBe(rateE4);
  });

  it('is never better than the whole, and does not depend on the order of the units', () => {
    fc.assert(
      fc.property(counts, (units) => {
        const hits = units.reduce((sum, one) => sum + one.hits, 0n);
        const cases = units.reduce((sum, one) => sum + one.cases, 0n);
        const worst = worstTenthE4(units, rising);
        expect(worst).toBeLessThanOrEqual((1_000_000n * hits) / cases + 1n);
        expect(worstTenthE4(units.toReversed(), rising)).toBe(worst);
      }),
    );
  });
});

describe('the spread of units', () => {
  it('is nothing where all are alike', () => {
    expect(spreadE4([unit(90, 100), unit(900, 1_000)])).toBe(0n);
  });

  it('is nothing where chance explains the difference: 47 and 53 of 100', () => {
    expect(spreadE4([unit(47, 100), unit(53, 100)])).toBe(0n);
  });

  it('is what the rates differ by beyond chance', () => {
    // Q = 2 x 1000 x 0.1^2 = 20, chance 0.25, weight 2000 - 1000: the root of 0.01975 is 14.0535 percent.
    expect(spreadE4([unit(400, 1_000), unit(600, 1_000)])).toBe(140_534n);
  });

  it('does not depend on the order of the units', () => {
    fc.assert(
      fc.property(counts, (units) => {
        expect(spreadE4(units.toReversed())).toBe(spreadE4(units));
        expect(spreadE4(units)).toBeGreaterThanOrEqual(0n);
      }),
    );
  });
});

describe('the figures of the units of a department', () => {
  const { metrics } = departmentIndex(realInput('delivery', '2018-08'));
  const [scored] = metrics;
  const cell = (name: string, hits: bigint, misses: bigint) => ({
    ...{
      metric: 'delivered_by_first_promise',
      definition: 1,
      unit: name,
      day: '2018-08-15',
      class: 'ACCOUNTABLE' as const,
    },
    ...{ reason: '', responsible: '', origin: 'IMPORTED' as const, hits, misses },
  });
  const figures = (...cells: ReturnType<typeof cell>[]) =>
    unitFigures((metric) => (metric === scored?.rule.metric ? cells : []), metrics, 30n);

  it('are those of units with enough cases, the first two names of a unit together', () => {
    const found = figures(
      cell('area/sp/a', 10n, 10n),
      cell('area/sp/b', 5n, 5n),
      cell('area/rj', 30n, 0n),
      cell('area/x', 0n, 29n),
    );
    expect(found).toEqual([
      { figure: 'worst_tenth_delivered_by_first_promise', unit: 'percent', valueE4: 500_000n },
      expect.objectContaining({ figure: 'spread_of_units_delivered_by_first_promise', unit: 'percent' }),
    ]);
  });

  it('are none with fewer than two such units', () => {
    expect(figures(cell('area/sp', 30n, 0n), cell('area/rj', 29n, 0n))).toEqual([]);
  });
});
