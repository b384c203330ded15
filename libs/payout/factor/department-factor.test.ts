import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compared, fraction, fractionText, reduced } from '#libs/domain/fraction.js';
import { GOLDEN_CURVE, GOLDEN_PLAN, inputOf } from '../fixtures/golden.js';
import { anyCurve } from '../fixtures/random.js';
import type { Gate, Outcome, PayPlan } from '../plan.js';
import { departmentFactor, mostFactor } from './department-factor.js';
import type { DepartmentInput } from './gates.js';

const JULY = { companyE4: undefined, lastDay: '2018-07-31' };
const volume: Gate = { kind: 'MIN_VOLUME', limit: 100n, outcome: 'NOT_SCORED_PAY_TARGET' };
const company: Gate = { kind: 'COMPANY', limit: 700_000n, outcome: 'ZERO' };

function factorOf(plan: Partial<PayPlan>, input: Partial<DepartmentInput> = {}, companyE4?: bigint) {
  const whole = { ...GOLDEN_PLAN, ...plan };
  return departmentFactor(whole, { ...inputOf('delivery', 925_000n), ...input }, { ...JULY, companyE4 });
}
const paid = (...of: Parameters<typeof factorOf>) => fractionText(reduced(factorOf(...of).factor));

describe('a gate', () => {
  it.each<[string, Gate, Partial<DepartmentInput>, bigint | undefined, string]>([
    ['as many cases as demanded pass', volume, { cases: 100n }, undefined, '11/8'],
    ['one case fewer does not, and pays the target', volume, { cases: 99n }, undefined, '1'],
    ['coverage at the limit passes', { ...volume, kind: 'DATA_COMPLETENESS' }, { coverageBp: 100n }, undefined, '11/8'],
    ['coverage below it does not', { ...volume, kind: 'DATA_COMPLETENESS' }, { coverageBp: 99n }, undefined, '1'],
    [
      'a self-reported share at the limit passes',
      { ...volume, kind: 'SELF_REPORT_SHARE' },
      { selfReportedBp: 100n },
      undefined,
      '11/8',
    ],
    ['a share above it does not', { ...volume, kind: 'SELF_REPORT_SHARE' }, { selfReportedBp: 101n }, undefined, '1'],
    ['an unknown share passes', { ...volume, kind: 'SELF_REPORT_SHARE' }, {}, undefined, '11/8'],
    ['a company at the limit pays', company, {}, 700_000n, '11/8'],
    ['a company below it pays nothing', company, {}, 699_999n, '0'],
    ['a company without an index pays', company, {}, undefined, '11/8'],
    ['a capped factor is the target', { ...company, outcome: 'CAP_AT_TARGET' }, {}, 1n, '1'],
    ['a cap lifts nothing', { ...company, outcome: 'CAP_AT_TARGET' }, { indexE4: 750_000n }, 1n, '1/2'],
    [
      'the last factor is paid',
      { ...volume, outcome: 'NOT_SCORED_PAY_LAST' },
      { cases: 1n, lastFactor: fraction(9n, 10n) },
      undefined,
      '9/10',
    ],
    [
      'without a last factor the target is',
      { ...volume, outcome: 'NOT_SCORED_PAY_LAST' },
      { cases: 1n },
      undefined,
      '1',
    ],
    ['a hold reserves the most', { ...volume, outcome: 'HOLD' }, { cases: 1n }, undefined, '3/2'],
  ])('%s', (_, gate, input, companyE4, factor) => {
    expect(paid({ gates: [gate] }, input, companyE4)).toBe(factor);
  });

  it.each<[string, readonly Outcome[], Outcome]>([
    ['a hold comes before everything', ['ZERO', 'CAP_AT_TARGET', 'HOLD'], 'HOLD'],
    ['what replaces the factor comes before a cap', ['CAP_AT_TARGET', 'ZERO'], 'ZERO'],
    ['of two that replace it the first of the plan', ['NOT_SCORED_PAY_TARGET', 'ZERO'], 'NOT_SCORED_PAY_TARGET'],
  ])('%s', (_, outcomes, outcome) => {
    const gates = outcomes.map((one): Gate => ({ ...company, outcome: one }));
    expect(factorOf({ gates }, {}, 1n).outcome).toBe(outcome);
  });

  it('shows what it found and whether it was passed', () => {
    const { gates } = factorOf({ gates: [volume, company] }, { cases: 7n }, 800_000n);
    expect(gates.map(({ found, passed }) => [found, passed])).toEqual([
      [7n, false],
      [800_000n, true],
    ]);
  });
});

describe('a department without an index', () => {
  it.each([
    ['NOT_SCORED_PAY_TARGET', '1'],
    ['NOT_SCORED_PAY_LAST', '4/5'],
    ['HOLD', '3/2'],
  ] as const)('gets what the plan says, %s, and never 0', (unmeasured, factor) => {
    expect(paid({ unmeasured }, { indexE4: undefined, lastFactor: fraction(4n, 5n) })).toBe(factor);
  });

  it('is not capped, because there is nothing to cap', () => {
    const gates: Gate[] = [{ ...company, outcome: 'CAP_AT_TARGET' }];
    const unmeasured = 'NOT_SCORED_PAY_LAST';
    const input = { indexE4: undefined, lastFactor: fraction(6n, 5n) };
    expect(paid({ gates, unmeasured }, input, 1n)).toBe('6/5');
  });
});

describe('achievement or improvement', () => {
  const improvement = {
    kind: 'PIECEWISE_LINEAR' as const,
    knots: [
      { indexE4: 0n, factorPpm: 0n },
      { indexE4: 100_000n, factorPpm: 1_000_000n },
    ],
  };

  it.each([
    ['eight points gained pay more than an index of 70', 700_000n, 620_000n, '4/5'],
    ['an index of 92.5 pays more than eight points', 925_000n, 845_000n, '11/8'],
    ['points lost count as none gained', 700_000n, 900_000n, '1/3'],
  ])('%s', (_, indexE4, baselineE4, factor) => {
    expect(paid({ improvement }, { indexE4, baselineE4 })).toBe(factor);
  });

  it('shows both', () => {
    const both = factorOf({ improvement }, { indexE4: 700_000n, baselineE4: 620_000n });
    expect([both.achievement, both.improvement].map((one) => one && fractionText(reduced(one)))).toEqual([
      '1/3',
      '4/5',
    ]);
  });

  it('is achievement alone without a baseline', () => {
    expect(factorOf({ improvement }, { indexE4: 700_000n }).improvement).toBeUndefined();
  });
});

describe('floor, cap and hold-harmless', () => {
  it('a floor lifts and a cap lowers, and both are shown', () => {
    expect(factorOf({ floorPpm: 200_000n }, { indexE4: 0n })).toMatchObject({
      factor: fraction(200_000n, 1_000_000n),
      floorApplied: true,
    });
    expect(factorOf({ capPpm: 1_200_000n })).toMatchObject({
      factor: fraction(1_200_000n, 1_000_000n),
      capApplied: true,
    });
    expect(factorOf({})).toMatchObject({ floorApplied: false, capApplied: false });
  });

  it('a floor lifts nothing that the company gate made 0', () => {
    expect(paid({ floorPpm: 200_000n, gates: [company] }, {}, 1n)).toBe('0');
  });

  it.each([
    ['the better of both plans is paid through the day', '2018-07-31', '3/2'],
    ['and this plan alone from the next day on', '2018-07-30', '11/8'],
  ])('%s', (_, throughDay, factor) => {
    const curve = {
      kind: 'STEP' as const,
      knots: [
        { indexE4: 0n, factorPpm: 0n },
        { indexE4: 900_000n, factorPpm: 1_500_000n },
      ],
    };
    expect(paid({ holdHarmless: { curve, throughDay } })).toBe(factor);
    expect(paid({ holdHarmless: { curve, throughDay } }, { indexE4: 899_999n })).toBe('249999/200000');
  });
});

describe('the factor of a department', () => {
  const plans = fc.record({
    curve: anyCurve(),
    improvement: fc.option(anyCurve(), { nil: undefined }),
    floorPpm: fc.bigInt(0n, 500_000n),
    capPpm: fc.bigInt(1_000_000n, 2_000_000n),
    gates: fc.constantFrom<Gate[]>([], [volume], [company], [{ ...company, outcome: 'CAP_AT_TARGET' }]),
  });
  const index = fc.bigInt(0n, 1_000_000n);

  it('is never less for more index', () => {
    fc.assert(
      fc.property(plans, index, index, index, (plan, one, other, companyE4) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        const of = (indexE4: bigint) =>
          factorOf(plan, { indexE4, baselineE4: 500_000n, cases: 100n }, companyE4).factor;
        expect(compared(of(less), of(more))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('is never below 0 and never above the most that the plan can pay', () => {
    fc.assert(
      fc.property(plans, fc.option(index, { nil: undefined }), fc.nat(200), (plan, indexE4, cases) => {
        const { factor } = factorOf(plan, { indexE4, cases: BigInt(cases), baselineE4: 1n }, 600_000n);
        expect(factor.numerator >= 0n).toBe(true);
        expect(compared(factor, mostFactor({ ...GOLDEN_PLAN, ...plan }, '2018-07-31'))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('has as its most what the curve of the plan before pays, while that protects', () => {
    const before = { kind: 'STEP' as const, knots: [{ indexE4: 0n, factorPpm: 1_700_000n }] };
    const plan = { ...GOLDEN_PLAN, holdHarmless: { curve: before, throughDay: '2018-07-31' } };
    expect(['2018-07-31', '2018-08-01'].map((day) => fractionText(reduced(mostFactor(plan, day))))).toEqual([
      '17/10',
      '3/2',
    ]);
    expect(mostFactor({ ...GOLDEN_PLAN, curve: GOLDEN_CURVE, capPpm: 500_000n }, '2018-08-01')).toEqual(fraction(1n));
  });
});
