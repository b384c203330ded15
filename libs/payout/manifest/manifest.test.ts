import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { allocate } from '../allocate/allocate.js';
import { departmentFactor } from '../factor/department-factor.js';
import { GOLDEN_INDEXES, GOLDEN_PLAN, GOLDEN_POOL, inputOf } from '../fixtures/golden.js';
import { type Payee, rosterSha256 } from '../roster/roster.js';
import { type AllocationInputs, manifestOf } from './manifest.js';
import { payoutCsv } from './payout-csv.js';

const period = { name: '2018-Q3', firstDay: '2018-07-01', lastDay: '2018-09-30' };
const payee = (ref: string, targetMinor: bigint, department: string): Payee => ({
  ...{ ref, targetMinor, currency: 'EUR' },
  spans: [{ department, start: '2018-07-01', end: '2018-10-01', shareBp: 10_000n }],
});
const roster = [
  payee('w-77', 12_000_000n, 'warehouse'),
  payee('d-78', 9_000_000n, 'delivery'),
  payee('s-79', 4_500_000n, 'support'),
  payee('o-80', 6_000_000n, 'ordering'),
];

function made(change: Partial<AllocationInputs> = {}) {
  const factors = Object.entries(GOLDEN_INDEXES).map(([name, indexE4]) =>
    departmentFactor(GOLDEN_PLAN, inputOf(name, indexE4), { companyE4: undefined, lastDay: period.lastDay }),
  );
  const byName = new Map(factors.map((one) => [one.department, one]));
  const proration = { period, factors: byName, minimumEligibleDays: 0 };
  const allocation = allocate(roster, { periodName: period.name, plan: GOLDEN_PLAN, pool: GOLDEN_POOL, proration });
  const inputs: AllocationInputs = {
    ...{ mark: 'SIMULATION', period, pool: GOLDEN_POOL, factors, rules: GOLDEN_PLAN },
    snapshot: { name: 'periods/2018-Q3/snapshots/1', sha256: 'aa' },
    plan: { name: 'documents/pay-plan/versions/1', sha256: 'bb' },
    rosterSha256: rosterSha256(roster),
    notPayableReasons: ['PERIOD_NOT_CLOSED'],
    ...change,
  };
  const csv = payoutCsv(allocation, { mark: inputs.mark, period: period.name });
  return { csv, manifest: manifestOf(inputs, allocation, createHash('sha256').update(csv).digest('hex')) };
}

describe('a manifest', () => {
  it('states totals, the scale as a fraction, rounding, and that it is a simulation', () => {
    expect(made().manifest).toMatchObject({
      ...{ mark: 'SIMULATION', not_payable_reasons: ['PERIOD_NOT_CLOSED'], period: '2018-Q3', payees: '4' },
      ...{ asked_minor: '28948260', scale: '1400000/1447413', rounded_by: 'LARGEST_REMAINDER', rounding: 'HALF_UP' },
      ...{ pool_amount: '280000.00', paid: '280000.00', left: '0.00', reserved: '0.00', under_spend: 'RETURN' },
      ...{ currency: 'EUR', currency_decimals: '2', roster_sha256: rosterSha256(roster), signature: '' },
    });
  });

  it('states the factor of each department exactly', () => {
    const { departments } = made().manifest as { departments: { department: string; factor: string }[] };
    expect(departments.map(({ department, factor }) => `${department} ${factor}`)).toEqual([
      'warehouse 224321/200000',
      'delivery 2201/6000',
      'support 11/8',
      'ordering 1',
    ]);
  });

  it('holds nothing of the roster but its hash', () => {
    const text = JSON.stringify(made().manifest);
    for (const secret of ['w-77', 'd-78', 's-79', 'o-80', '120000.00', '12000000']) expect(text).not.toContain(secret);
  });

  it('has the hash of everything else in it, so a changed byte shows', () => {
    const { content_sha256: hash, signature: _, ...content } = made().manifest;
    expect(createHash('sha256').update(canonicalJson(content)).digest('hex')).toBe(hash);
    const other = createHash('sha256')
      .update(canonicalJson({ ...content, paid: '280000.01' }))
      .digest('hex');
    expect(other).not.toBe(hash);
  });

  it.each<[string, Partial<AllocationInputs>]>([
    ['another plan', { plan: { name: 'documents/pay-plan/versions/1', sha256: 'cc' } }],
    ['another pool', { pool: { ...GOLDEN_POOL, amountMinor: 1n } }],
  ])('has another hash of its inputs with %s', (_, change) => {
    expect(made(change).manifest['inputs_sha256']).not.toBe(made().manifest['inputs_sha256']);
  });

  it('is the same again', () => {
    expect(made()).toEqual(made());
  });
});

describe('the file of amounts', () => {
  it('has a row for each payee with every step', () => {
    const [head, first, ...others] = made().csv.split('\n');
    expect(head).toBe(
      'payee,amount,currency,mark,period,eligible_days,target,spans,before_pool_minor,scale,rounded_by,why',
    );
    expect(first).toBe(
      'w-77,130183.74,EUR,SIMULATION,2018-Q3,92,120000.00,warehouse 92 d x 10000 bp x 224321/200000,13459260,1400000/1447413,LARGEST_REMAINDER,',
    );
    expect(others).toHaveLength(4);
    expect(others.at(-1)).toBe('');
  });
});
