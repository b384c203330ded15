import { describe, expect, it } from 'vitest';
import { at, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { noVoucherForFailure as metric } from './no-voucher-for-failure.js';
import type { CausingDepartment, VoucherCause } from './voucher.js';

const DUE = at('2018-04-11T00:00'); // the 30th day after 11 March is over
const voucher = (cause: VoucherCause, causedBy?: CausingDepartment, happenedAt = at('2018-03-12T10:00')) => ({
  ...{ happenedAt, cause, amountMinor: 500 },
  ...(causedBy === undefined ? {} : { causedBy }),
});
const given = (...vouchers: ReturnType<typeof voucher>[]) => order({ vouchers });

describe('an order', () => {
  it.each([
    ['without a voucher is a hit', order(), 'hit'],
    ['with a courtesy is a hit', given(voucher('COURTESY')), 'hit'],
    ['with a courtesy that names a department is a hit', given(voucher('COURTESY', 'DELIVERY')), 'hit'],
    ['with a voucher for a wrong price is a miss', given(voucher('WRONG_PRICE')), 'miss'],
    ['with one for goods that were not there is a miss', given(voucher('OUT_OF_STOCK')), 'miss'],
    ['with one for goods not as described is a miss', given(voucher('NOT_AS_DESCRIBED')), 'miss'],
    [
      'with one for wrong goods is a miss of the warehouse',
      given(voucher('WRONG_OR_MISSING_ITEM')),
      'miss CAUSED_BY_WAREHOUSE',
    ],
    ['with one for poor service is a miss of support', given(voucher('POOR_SERVICE')), 'miss CAUSED_BY_SUPPORT'],
    [
      'that was late for an unknown department is a miss of no known department',
      given(voucher('LATE')),
      'miss CAUSE_UNKNOWN',
    ],
    [
      'that was damaged by an unknown department is a miss of no known department',
      given(voucher('DAMAGED')),
      'miss CAUSE_UNKNOWN',
    ],
    ['that was late by delivery is a miss of delivery', given(voucher('LATE', 'DELIVERY')), 'miss CAUSED_BY_DELIVERY'],
    ['that was late by ordering is a miss', given(voucher('LATE', 'ORDERING')), 'miss'],
    [
      'whose voucher names another department than the cause is a miss of that one',
      given(voucher('WRONG_PRICE', 'SUPPORT')),
      'miss CAUSED_BY_SUPPORT',
    ],
    [
      'with several is a miss for the first failure',
      given(voucher('COURTESY'), voucher('POOR_SERVICE'), voucher('WRONG_PRICE')),
      'miss CAUSED_BY_SUPPORT',
    ],
    ['with a voucher in the last instant is a miss', given(voucher('WRONG_PRICE', undefined, DUE - 1)), 'miss'],
    ['with a voucher afterwards is a hit', given(voucher('WRONG_PRICE', undefined, DUE)), 'hit'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the promised day and is judged when its grace is over', () => {
    expect(whereOf(metric, order())).toEqual({ unit: 'method/credit_card', day: '2018-03-11', dueAt: DUE });
  });
});
