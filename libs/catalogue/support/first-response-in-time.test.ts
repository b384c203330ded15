import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, contact, MINUTE, SECOND, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { firstResponseInTime as metric } from './first-response-in-time.js';

const RECEIVED = at('2018-03-01T10:00');
const answeredAfter = (ms: number) => contact({ answeredAt: RECEIVED + ms });

describe('the first response', () => {
  it.each([
    ['at once is a hit', 0, 'hit'],
    ['after exactly 60 minutes is a hit', 60 * MINUTE, 'hit'],
    ['a millisecond later is a miss', 60 * MINUTE + 1, 'miss'],
    ['stamped before the contact is a hit, and flagged elsewhere', -SECOND, 'hit'],
  ])('%s', (_, ms, verdict) => {
    expect(verdictOf(metric, answeredAfter(ms))).toBe(verdict);
  });

  it('that never came is a miss', () => {
    expect(verdictOf(metric, contact({ answeredAt: undefined }))).toBe('miss');
  });

  it('is due 60 minutes after the contact, and counts on that day where the customer is', () => {
    expect(whereOf(metric, contact())).toEqual({
      ...{ unit: 'team/one', day: '2018-03-01', dueAt: RECEIVED + 60 * MINUTE },
    });
    const late = contact({ receivedAt: at('2018-03-01T23:00') });
    expect(whereOf(metric, late).day).toBe('2018-03-02');
    expect(whereOf(metric, contact({ receivedAt: at('2018-03-01T23:00') - 1 })).day).toBe('2018-03-01');
  });

  it('is judged by the limit of its definition', () => {
    const half = redefine(metric, { definition: 2, parameters: { limitMinutes: 30 } });
    expect(verdictOf(half, answeredAfter(30 * MINUTE))).toBe('hit');
    expect(verdictOf(half, answeredAfter(30 * MINUTE + 1))).toBe('miss');
    expect(whereOf(half, contact()).dueAt).toBe(RECEIVED + 30 * MINUTE);
  });

  it('never worsens the verdict by coming earlier', () => {
    const ms = fc.nat(3 * 60 * MINUTE);
    fc.assert(
      fc.property(ms, ms, (one, other) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        const isHitLate = verdictOf(metric, answeredAfter(late)) === 'hit';
        expect(!isHitLate || verdictOf(metric, answeredAfter(early)) === 'hit').toBe(true);
      }),
    );
  });
});
