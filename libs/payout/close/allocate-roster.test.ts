import { describe, expect, it } from 'vitest';
import { Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { type Period, parsePeriod } from '#libs/domain/period.js';
import { GOLDEN_INDEXES, GOLDEN_PLAN, GOLDEN_POOL, inputOf } from '#libs/payout/fixtures/golden.js';
import { allocateRoster, notPayable, type PayoutTerms } from './allocate-roster.js';

const july = parsePeriod('2018-07') as Period;
const against = (department: string, reasons: readonly string[]) => ({
  ...{ department: `departments/${department}`, notPayableReasons: [...reasons] },
});

/** The worked example, frozen in a state, with a reason against the line of support. */
const terms = (state: string, isSimulation: boolean): PayoutTerms => ({
  ...{ period: july, pool: GOLDEN_POOL, isSimulation },
  frozen: {
    snapshot: Snapshot.fromPartial({
      ...{ name: 'periods/2018-07/snapshots/2', state, notPayableReasons: ['HELD'] },
      inputs: Object.keys(GOLDEN_INDEXES).map((name) => against(name, name === 'support' ? ['HELD'] : [])),
    }),
    figures: new Map([['2018-07', Object.entries(GOLDEN_INDEXES).map(([name, indexE4]) => inputOf(name, indexE4))]]),
  },
  plan: {
    ...{ name: 'documents/pay-plan/versions/1', plan: GOLDEN_PLAN, targets: {}, sha256: '0'.repeat(64) },
    boundAfterStart: false,
  } as PayoutTerms['plan'],
});

const payee = (department: string) => ({
  ...{ ref: `p-${department}`, currency: 'EUR', targetMinor: 1_000_000n },
  spans: [{ department, start: july.firstDay, end: '2018-08-01', shareBp: 10_000n }],
});

describe('an allocation of a closed period', () => {
  it('pays nothing by a line that is not payable, and reserves the most that it can become', () => {
    const { allocation, manifest } = allocateRoster(['ordering', 'support'].map(payee), terms('CLOSED', false));
    expect(allocation.payees.map(({ amountMinor }) => amountMinor)).toEqual([1_000_000n, 0n]);
    expect([allocation.paidMinor, allocation.reservedMinor]).toEqual([1_000_000n, 1_500_000n]);
    expect(manifest).toMatchObject({ mark: 'PAYABLE', not_payable_reasons: [] });
  });

  it('is simulated by the index of such a line, with the reasons', () => {
    const { allocation, manifest } = allocateRoster(['support'].map(payee), terms('CLOSED', true));
    expect(allocation.paidMinor).toBe(1_375_000n);
    expect(manifest).toMatchObject({ mark: 'SIMULATION', not_payable_reasons: ['HELD'] });
  });

  it('is refused while the period is not closed', () => {
    expect(() => notPayable(terms('PROVISIONAL', false))).toThrow(/not closed/);
    expect(notPayable(terms('PROVISIONAL', true))).toEqual(['PERIOD_NOT_CLOSED', 'HELD']);
  });
});
