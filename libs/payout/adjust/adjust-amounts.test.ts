import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from '../allocate/allocate.js';
import { type DepartmentFactor, departmentFactor } from '../factor/department-factor.js';
import { GOLDEN_INDEXES, GOLDEN_PLAN, GOLDEN_POOL, inputOf } from '../fixtures/golden.js';
import type { Payee } from '../roster/roster.js';
import {
  type AdjustedAmount,
  type AdjustmentTerms,
  adjustAmounts,
  type EarlierDeltas,
  NO_EARLIER,
  type Recovery,
} from './adjust-amounts.js';

const period = { name: '2018-Q3', firstDay: '2018-07-01', lastDay: '2018-09-30' };
const payee = (ref: string, targetMinor: bigint, department: string): Payee => ({
  ...{ ref, targetMinor, currency: 'EUR' },
  spans: [{ department, start: '2018-07-01', end: '2018-10-01', shareBp: 10_000n }],
});
const ROSTER = [
  payee('w-77', 12_000_000n, 'warehouse'),
  payee('d-78', 9_000_000n, 'delivery'),
  payee('s-79', 4_500_000n, 'support'),
  payee('o-80', 6_000_000n, 'ordering'),
];
type Indexes = Readonly<Record<string, bigint | undefined>>;

function prorationOf(indexes: Indexes) {
  const factors = new Map<string, DepartmentFactor>();
  for (const [name, indexE4] of Object.entries(indexes)) {
    const terms = { companyE4: undefined, lastDay: period.lastDay };
    factors.set(name, departmentFactor(GOLDEN_PLAN, inputOf(name, indexE4), terms));
  }
  return { period, factors, minimumEligibleDays: 0 };
}

const CLOSED = allocate(ROSTER, {
  ...{ periodName: period.name, plan: GOLDEN_PLAN, pool: GOLDEN_POOL, proration: prorationOf(GOLDEN_INDEXES) },
});
const PAID = CLOSED.payees.map((one) => ({ payee: one.payee, exact: one, amountMinor: one.amountMinor }));

function adjusted(indexes: Indexes, change: Partial<AdjustmentTerms> = {}): readonly AdjustedAmount[] {
  return adjustAmounts(PAID, {
    ...{ plan: GOLDEN_PLAN, proration: prorationOf(indexes), scale: CLOSED.scale, deMinimisMinor: 0n },
    ...{ earlierOf: () => NO_EARLIER, recoveryOf: () => 'NOT_REQUESTED', ...change },
  });
}
const deltas = (indexes: Indexes, change: Partial<AdjustmentTerms> = {}) =>
  Object.fromEntries(adjusted(indexes, change).map(({ payee: { ref }, deltaMinor }) => [ref, deltaMinor]));
const of = (indexes: Indexes, ref: string, change: Partial<AdjustmentTerms> = {}) =>
  adjusted(indexes, change).find((one) => one.payee.ref === ref) as AdjustedAmount;

const more: Indexes = { ...GOLDEN_INDEXES, delivery: 750_000n };
const less: Indexes = { ...GOLDEN_INDEXES, delivery: 680_000n };

describe('the correction of a closed payout', () => {
  it('is nothing where no factor moved, also for payees whose cents a remainder decided', () =>
    expect(Object.values(deltas(GOLDEN_INDEXES))).toEqual([0n, 0n, 0n, 0n]));

  it('pays the difference by the pool factor of the close, and lowers no colleague', () => {
    // 90,000.00 x (1/2 - 2201/6000) = 11,985.00; times 1400000/1447413 = 11,592.41
    expect(deltas(more)).toEqual({ 'w-77': 0n, 'd-78': 1_159_241n, 's-79': 0n, 'o-80': 0n });
    expect(of(more, 'd-78')).toMatchObject({ action: 'PAY', recovery: undefined, dueMinor: 3_193_352n + 1_159_241n });
  });

  it('reports what is less, and says what HR decided about it', () => {
    expect(of(less, 'd-78')).toMatchObject({ action: 'REPORT', recovery: 'NOT_REQUESTED' });
    expect(of(less, 'd-78').deltaMinor).toBeLessThan(0n);
    expect(of(less, 'd-78', { recoveryOf: () => 'WAIVED' }).recovery).toBe('WAIVED');
  });

  it('is against all that was paid so far', () => {
    const earlierOf = () => ({ ...NO_EARLIER, paidMinor: 1_159_241n });
    expect(of(more, 'd-78', { earlierOf }).deltaMinor).toBe(0n);
    expect(of(GOLDEN_INDEXES, 'd-78', { earlierOf })).toMatchObject({ deltaMinor: -1_159_241n, action: 'REPORT' });
  });

  it('pays what was netted when it becomes due again, and reports nothing twice that was waived', () => {
    const gone = -of(less, 'd-78').deltaMinor;
    const next = (change: Partial<EarlierDeltas>) =>
      of(GOLDEN_INDEXES, 'd-78', { earlierOf: () => ({ ...NO_EARLIER, ...change }) });
    expect(next({ nettedMinor: gone })).toMatchObject({ deltaMinor: gone, action: 'PAY' });
    expect(next({ waivedMinor: gone })).toMatchObject({ deltaMinor: 0n, action: 'NONE' });
    const again = of(less, 'd-78', { earlierOf: () => ({ ...NO_EARLIER, waivedMinor: gone }) });
    expect(again).toMatchObject({ deltaMinor: 0n, action: 'NONE' });
  });

  it('leaves out small deltas below 0, and never one above 0', () => {
    const gone = -of(less, 'd-78').deltaMinor;
    expect(of(less, 'd-78', { deMinimisMinor: gone + 1n }).action).toBe('BELOW_DE_MINIMIS');
    expect(of(less, 'd-78', { deMinimisMinor: gone }).action).toBe('REPORT');
    expect(of(more, 'd-78', { deMinimisMinor: 10n ** 12n }).action).toBe('PAY');
  });

  it('never makes a due amount below 0', () => {
    const nothing = { ...GOLDEN_INDEXES, delivery: 0n, support: 0n, ordering: 0n, warehouse: 0n };
    for (const { dueMinor } of adjusted(nothing)) expect(dueMinor).toBe(0n);
  });
});

describe('the direction of a correction', () => {
  const moves = fc.record({
    warehouse: fc.bigInt(-900_000n, 150_000n),
    delivery: fc.bigInt(-900_000n, 250_000n),
    support: fc.bigInt(-900_000n, 50_000n),
    ordering: fc.bigInt(-900_000n, 100_000n),
  });

  it('pays nothing more for an index that falls, and takes nothing for one that rises', () => {
    fc.assert(
      fc.property(moves, (by) => {
        const moved = Object.entries(GOLDEN_INDEXES).map(([name, index]) => {
          const to = (index ?? 0n) + by[name as keyof typeof by];
          return [name, to < 0n ? 0n : to > 1_000_000n ? 1_000_000n : to] as const;
        });
        for (const one of adjusted(Object.fromEntries(moved))) {
          const [department = ''] = one.payee.spans.map((span) => span.department);
          const change = by[department as keyof typeof by];
          if (change <= 0n) expect(one.deltaMinor).toBeLessThanOrEqual(0n);
          if (change >= 0n) expect(one.deltaMinor).toBeGreaterThanOrEqual(0n);
        }
      }),
    );
  });
});

describe('corrections one after the other', () => {
  const index = fc.option(fc.bigInt(0n, 1_000_000n), { nil: undefined });
  const indexes = fc.record({ warehouse: index, delivery: index, support: index, ordering: index });
  const recovery = fc.constantFrom<Recovery>('NOT_REQUESTED', 'NETTED', 'WAIVED');
  const corrections = fc.array(fc.tuple(indexes, recovery), { minLength: 1, maxLength: 8 });

  it('come to the due amount of the last one, never pay less than is due, and owe nothing twice', () => {
    fc.assert(
      fc.property(corrections, (all) => {
        const earlier = new Map<string, EarlierDeltas>();
        for (const [next, decided] of all) {
          const found = adjusted(next, {
            earlierOf: (ref) => earlier.get(ref) ?? NO_EARLIER,
            recoveryOf: () => decided,
          });
          const alone = adjusted(next);
          for (const [place, one] of found.entries()) {
            const before = earlier.get(one.payee.ref) ?? NO_EARLIER;
            const after = { ...before };
            if (one.action === 'PAY') Object.assign(after, { paidMinor: before.paidMinor + one.deltaMinor });
            if (one.recovery === 'NETTED') Object.assign(after, { nettedMinor: before.nettedMinor - one.deltaMinor });
            if (one.recovery === 'WAIVED') Object.assign(after, { waivedMinor: before.waivedMinor - one.deltaMinor });
            earlier.set(one.payee.ref, after);
            const received = one.closedMinor + after.paidMinor - after.nettedMinor;
            expect(one.dueMinor).toBe(alone[place]?.dueMinor);
            expect(received).toBeGreaterThanOrEqual(one.dueMinor);
            if (one.action === 'PAY' || one.recovery === 'NETTED')
              expect(received - after.waivedMinor).toBeLessThanOrEqual(one.dueMinor);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
