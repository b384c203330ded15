import { describe, expect, it } from 'vitest';
import { at, order } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import type { VoucherCause } from './voucher.js';
import { voucherCost as metric } from './voucher-cost.js';
import { vouchersByCause } from './vouchers-of-cause.js';

const DUE = at('2018-04-11T00:00');
const voucher = (cause: VoucherCause, amountMinor: number, happenedAt = at('2018-03-12T10:00')) => ({
  ...{ happenedAt, cause, amountMinor },
});
const costs = (...vouchers: ReturnType<typeof voucher>[]) =>
  vouchersByCause(order({ vouchers })).flatMap((of) =>
    evaluate([metric], of).map(({ unit, result }) => [unit, result.hits]),
  );

describe('the vouchers of an order', () => {
  it('are added up for each cause', () => {
    expect(costs(voucher('LATE', 500), voucher('COURTESY', 100), voucher('LATE', 250))).toEqual([
      ['cause/late', 750],
      ['cause/courtesy', 100],
    ]);
  });

  it('count through the last instant of the grace', () => {
    expect(costs(voucher('LATE', 500, DUE - 1), voucher('LATE', 250, DUE))).toEqual([['cause/late', 500]]);
    expect(costs(voucher('LATE', 250, DUE))).toEqual([]);
  });

  it('count for at most what sums stay exact with', () => {
    const most = Array.from({ length: 21 }, () => voucher('DAMAGED', 100_000_000));
    expect(costs(...most.slice(0, 20))).toEqual([['cause/damaged', 2_000_000_000]]);
    expect(costs(...most)).toEqual([['cause/damaged', 2_000_000_000]]);
  });

  it('are none before the order was placed, nor without a voucher', () => {
    expect(vouchersByCause(undefined)).toEqual([]);
    expect(costs()).toEqual([]);
  });

  it('count on the promised day and are judged when the grace is over', () => {
    const [of] = vouchersByCause(order({ vouchers: [voucher('LATE', 1)] }));
    expect(evaluate([metric], of)[0]).toMatchObject({ day: '2018-03-11', dueAt: DUE, result: { misses: 0 } });
  });
});
