import { describe, expect, it } from 'vitest';
import { at } from '#test/catalogue/examples.js';
import { type Report, reportsOf } from './reports.js';

const on = (day: number) => at(`2018-03-${String(day).padStart(2, '0')}T12:00`);
const REPORTS: readonly Report[] = [
  { name: 'payment_attempted', happenedAt: on(1), outcome: 'FAILED' },
  { name: 'payment_attempted', happenedAt: on(2), outcome: 'APPROVED' },
  { name: 'items_checked', happenedAt: on(3), requested: 5, found: 3, substitutable: 1 },
  { name: 'items_checked', happenedAt: on(4), requested: 5, found: 4, substitutable: 1 },
  { name: 'items_substituted', happenedAt: on(4), accepted: 0 },
  { name: 'items_substituted', happenedAt: on(5), accepted: 1 },
  { name: 'data_corrected', happenedAt: on(6) },
  { name: 'data_corrected', happenedAt: on(7) },
  { name: 'planned', happenedAt: on(1), onTimeOddsPpm: 950_000 },
  { name: 'planned', happenedAt: on(2), onTimeOddsPpm: 990_000 },
  { name: 'returned', happenedAt: on(8), cause: 'DAMAGED' },
  { name: 'claimed', happenedAt: on(9), cause: 'NOT_AS_DESCRIBED' },
  { name: 'voucher_granted', happenedAt: on(9), cause: 'LATE', amountMinor: 500 },
];

describe('what feeds reported about an order', () => {
  it('is every attempt, return, claim and voucher, the first plan and correction, and the newest state of the items', () => {
    expect(reportsOf([{ name: 'delivered', happenedAt: on(8) }, ...REPORTS])).toEqual({
      attempts: REPORTS.slice(0, 2),
      items: REPORTS[3],
      substitutesAccepted: 1,
      correctedAt: on(6),
      plan: REPORTS[8],
      defects: REPORTS.slice(10, 12),
      vouchers: REPORTS.slice(12),
    });
  });

  it('is nothing without a report', () => {
    const none = { attempts: [], items: undefined, substitutesAccepted: 0, correctedAt: undefined, plan: undefined };
    expect(reportsOf([])).toEqual({ ...none, defects: [], vouchers: [] });
  });
});
