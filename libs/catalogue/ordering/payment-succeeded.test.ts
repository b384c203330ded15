import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, MINUTE, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { PAYMENT_OUTCOMES, type PaymentOutcome } from './payment.js';
import { paymentSucceeded as metric } from './payment-succeeded.js';

const FIRST = at('2018-03-01T23:30');
const LIMIT = FIRST + 60 * MINUTE;
const attempt = (outcome: PaymentOutcome, minutes = 0) => ({ happenedAt: FIRST + minutes * MINUTE, outcome });
const tried = (...attempts: ReturnType<typeof attempt>[]) => order({ attempts, approvedAt: undefined });

describe('a payment', () => {
  it.each([
    ['that was approved at once is a hit', tried(attempt('APPROVED')), 'hit'],
    ['that was approved at the limit is a hit', tried(attempt('FAILED'), attempt('APPROVED', 60)), 'hit'],
    [
      'that was approved a millisecond later is a miss',
      tried(attempt('FAILED'), { happenedAt: LIMIT + 1, outcome: 'APPROVED' }),
      'miss',
    ],
    [
      'of an order that was approved by the limit is a hit',
      order({ attempts: [attempt('FAILED')], approvedAt: LIMIT }),
      'hit',
    ],
    [
      'of an order that was approved a millisecond later is a miss',
      order({ attempts: [attempt('FAILED')], approvedAt: LIMIT + 1 }),
      'miss',
    ],
    ['that the shop refused is a miss', tried(attempt('REFUSED_BY_SHOP')), 'miss'],
    [
      'that the issuer declined is left to the customer',
      tried(attempt('DECLINED_BY_ISSUER')),
      'miss DECLINED_BY_ISSUER',
    ],
    ['that the customer left is left to the customer', tried(attempt('ABANDONED')), 'miss ABANDONED_BY_CUSTOMER'],
    [
      'that was declined and then left is declined',
      tried(attempt('DECLINED_BY_ISSUER'), attempt('ABANDONED', 1)),
      'miss DECLINED_BY_ISSUER',
    ],
    [
      'that failed once in the shop is a miss, although the customer left afterwards',
      tried(attempt('FAILED'), attempt('ABANDONED', 1)),
      'miss',
    ],
    [
      'that failed in the shop after the limit is judged by what was before',
      tried(attempt('DECLINED_BY_ISSUER'), attempt('FAILED', 61)),
      'miss DECLINED_BY_ISSUER',
    ],
    ['that was never tried is not asked', order(), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the day on which the limit ends, by the method that processed it', () => {
    expect(whereOf(metric, tried(attempt('APPROVED')))).toEqual({
      ...{ unit: 'method/credit_card', day: '2018-03-02', dueAt: LIMIT },
    });
  });

  it('is never worse for one more approved attempt', () => {
    const attempts = fc.array(fc.constantFrom(...PAYMENT_OUTCOMES.words), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(attempts, (outcomes) => {
        const before = outcomes.map((outcome, place) => attempt(outcome, place));
        expect(verdictOf(metric, tried(...before, attempt('APPROVED', 59)))).toBe('hit');
      }),
    );
  });
});
