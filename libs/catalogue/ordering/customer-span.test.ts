import { describe, expect, it } from 'vitest';
import { customerSpanFrom, type KnownOfSpan, spanSuspicionsOf } from './customer-span.js';

const place = { unit: 'channel/app', zone: 'Europe/Berlin' };
const begun = (happenedAt: number): KnownOfSpan => ({
  ...{ about: 'customer_span', name: 'customer_span_begun', happenedAt, ...place },
});
const failure = (happenedAt: number): KnownOfSpan => ({
  ...{ about: 'customer_span', name: 'failure_met', happenedAt, causedBy: 'DELIVERY' },
});

describe('the span of a customer', () => {
  it('begins with the first report, and has every failure', () => {
    expect(customerSpanFrom([begun(1), failure(2), begun(3), failure(4)])).toEqual({
      ...{ ...place, begunAt: 1 },
      failures: [
        { at: 2, causedBy: 'DELIVERY' },
        { at: 4, causedBy: 'DELIVERY' },
      ],
    });
  });

  it('is not there while only failures are known', () => {
    expect(customerSpanFrom([failure(2)])).toBeUndefined();
  });

  it('is flagged for a failure before it began, and not for one at its begin', () => {
    expect(spanSuspicionsOf(customerSpanFrom([failure(1), begun(2)])!)).toEqual(['FAILURE_BEFORE_SPAN']);
    expect(spanSuspicionsOf(customerSpanFrom([begun(2), failure(2)])!)).toEqual([]);
  });
});
