import { describe, expect, it } from 'vitest';
import { fractionText, reduced } from '#libs/domain/fraction.js';
import { type Period, parsePeriod } from '#libs/domain/period.js';
import { GOLDEN_INDEXES, GOLDEN_PLAN, GOLDEN_POOL, inputOf } from '#libs/payout/fixtures/golden.js';
import type { PayPlan } from '#libs/payout/plan.js';
import { simulate } from './simulate.js';
import { simulationJson, simulationLines } from './simulate-words.js';

const month = (name: string) => parsePeriod(name) as Period;
const targets = { 'de-eur': { warehouse: 12_000_000, delivery: 9_000_000, support: 4_500_000, ordering: 6_000_000 } };
const golden = Object.entries(GOLDEN_INDEXES).map(([name, indexE4]) => inputOf(name, indexE4));
const factorsOf = (
  plan: Partial<PayPlan>,
  figures: ReadonlyMap<string, (typeof golden)[number][]>,
  name = '2018-07',
) => {
  const [simulated] = simulate({ ...GOLDEN_PLAN, ...plan }, targets, { periods: [month(name)], figures });
  return simulated?.factors.map(({ factor }) => fractionText(reduced(factor)));
};

describe('a simulation', () => {
  it('pays departments as payees, so the sums are those of the worked example', () => {
    const periods = [month('2018-07')];
    const simulated = simulate(GOLDEN_PLAN, targets, { periods, figures: new Map([['2018-07', golden]]) });
    expect(simulated[0]?.pools[0]?.allocation.payees.map(({ amountMinor }) => amountMinor)).toEqual([
      13_018_374n,
      3_193_352n,
      5_984_816n,
      5_803_458n,
    ]);
    const lines = simulationLines(GOLDEN_PLAN, targets, simulated);
    expect(lines.join('\n')).toContain('87.4 / 112.2 %  130,183.74');
    expect(lines.join('\n')).toContain('at most 472,500.00');
    expect(simulationJson(simulated)).toMatchObject({
      mark: 'SIMULATION',
      periods: [{ pools: [{ scale: '1400000/1447413', paid: '280000.00' }] }],
    });
  });

  it('pays the factor of the period before where the plan says so', () => {
    const figures = new Map([
      ['2018-06', [inputOf('delivery', 750_000n)]],
      ['2018-07', [inputOf('delivery', undefined)]],
    ]);
    expect(factorsOf({ unmeasured: 'NOT_SCORED_PAY_LAST' }, figures)).toEqual(['1/2']);
    expect(factorsOf({ unmeasured: 'NOT_SCORED_PAY_LAST' }, new Map([...figures].slice(1)))).toEqual(['1']);
  });

  it('compares with the same period of the year before', () => {
    const improvement = {
      kind: 'PIECEWISE_LINEAR' as const,
      knots: [
        { indexE4: 0n, factorPpm: 0n },
        { indexE4: 100_000n, factorPpm: 1_000_000n },
      ],
    };
    const figures = new Map([
      ['2017-07', [inputOf('delivery', 600_000n)]],
      ['2018-07', [inputOf('delivery', 680_000n)]],
    ]);
    expect(factorsOf({ improvement }, figures)).toEqual(['4/5']);
  });

  it('says what decided a factor that the curve did not', () => {
    const figures = new Map([['2018-07', [inputOf('delivery', undefined)]]]);
    const plan = { ...GOLDEN_PLAN, pools: [GOLDEN_POOL] };
    const simulated = simulate(plan, targets, { periods: [month('2018-07')], figures });
    const lines = simulationLines(plan, targets, simulated);
    expect(lines.join('\n')).toContain('- / 100.0 % (1)');
    expect(lines).toContain('(1) not scored, the target is paid');
  });

  it('has no amounts of a pool without target amounts', () => {
    const lines = simulationLines(
      GOLDEN_PLAN,
      {},
      simulate(GOLDEN_PLAN, {}, { periods: [month('2018-07')], figures: new Map() }),
    );
    expect(lines).toContain('de-eur: the plan states no targets_minor, so there are no amounts.');
  });
});
