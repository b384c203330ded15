import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, contact, MINUTE, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { refundPaidInTime as metric } from './refund-paid-in-time.js';

const DUE = at('2018-03-05T10:00');
const LIMIT = at('2018-03-10T10:00');
const refund = (refundPaidAt?: number) => contact({ refundDueAt: DUE, refundPaidAt });

describe('a refund', () => {
  it.each([
    ['credited before the customer was entitled to it is a hit', DUE - MINUTE, 'hit'],
    ['credited five days later to the millisecond is a hit', LIMIT, 'hit'],
    ['credited a millisecond later is a miss', LIMIT + 1, 'miss'],
    ['that was never credited is a miss', undefined, 'miss'],
  ])('%s', (_, paidAt, verdict) => {
    expect(verdictOf(metric, refund(paidAt))).toBe(verdict);
  });

  it.each([
    ['a contact without a refund', contact()],
    ['a payment that was not due', contact({ refundPaidAt: DUE })],
  ])('is what is asked of, so %s is not evaluated', (_, of) => {
    expect(verdictOf(metric, of)).toBe('not evaluated');
  });

  it('is judged five days after the entitlement, and counts on that day', () => {
    expect(whereOf(metric, refund())).toEqual({ unit: 'team/one', day: '2018-03-10', dueAt: LIMIT });
    const one = redefine(metric, { definition: 2, parameters: { limitCivilDays: 1 } });
    expect(whereOf(one, refund()).dueAt).toBe(at('2018-03-06T10:00'));
  });

  it('may be measured by the clock, and then across a change of the clocks', () => {
    const limit = { kind: 'elapsed', ms: 60 * MINUTE } as const;
    expect(metric.evaluate(refund(), { limit }, new Map())).toMatchObject({ dueAt: DUE + 60 * MINUTE });
    const across = contact({ refundDueAt: at('2018-10-30T10:00') }); // the clocks go forward on 4 November
    expect(whereOf(metric, across).dueAt).toBe(at('2018-11-04T10:00'));
  });

  it('is never judged worse because it was credited earlier', () => {
    const minutes = fc.nat(10 * 24 * 60);
    fc.assert(
      fc.property(minutes, minutes, (one, other) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        const isHitLate = verdictOf(metric, refund(DUE + late * MINUTE)) === 'hit';
        expect(!isHitLate || verdictOf(metric, refund(DUE + early * MINUTE)) === 'hit').toBe(true);
      }),
    );
  });
});
