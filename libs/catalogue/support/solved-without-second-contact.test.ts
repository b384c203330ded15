import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, contact, MINUTE, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { solvedWithoutSecondContact as metric } from './solved-without-second-contact.js';

const againAt = (wallTime: string, andMs = 0) => contact({ contactedAgainAt: at(wallTime) + andMs });

describe('an issue', () => {
  it.each([
    ['about which the customer never asked again is a hit', contact(), 'hit'],
    ['asked about again at once is a miss', againAt('2018-03-01T10:01'), 'miss'],
    ['asked about again after exactly seven days is a miss', againAt('2018-03-08T10:00'), 'miss'],
    ['asked about again a millisecond later is a hit', againAt('2018-03-08T10:00', 1), 'hit'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('is asked of its first contact only', () => {
    expect(verdictOf(metric, contact({ part: 'c-2', isFirstOfIssue: false }))).toBe('not evaluated');
  });

  it('is solved or not whether or not the first contact was answered', () => {
    expect(verdictOf(metric, contact({ answeredAt: undefined }))).toBe('hit');
  });

  it('is judged seven days after the contact, and counts on that day', () => {
    expect(whereOf(metric, contact())).toEqual({ unit: 'team/one', day: '2018-03-08', dueAt: at('2018-03-08T10:00') });
  });

  it('is watched to the same wall time when the clocks change in between', () => {
    const across = { receivedAt: at('2018-10-30T10:00') }; // the clocks go forward on 4 November
    expect(whereOf(metric, contact(across)).dueAt).toBe(at('2018-11-06T10:00'));
    expect(at('2018-11-06T10:00') - at('2018-10-30T10:00')).toBe((7 * 24 - 1) * 60 * MINUTE);
    expect(verdictOf(metric, contact({ ...across, contactedAgainAt: at('2018-11-06T10:00') }))).toBe('miss');
    expect(verdictOf(metric, contact({ ...across, contactedAgainAt: at('2018-11-06T10:00') + 1 }))).toBe('hit');
  });

  it('is watched as long as its definition says', () => {
    const three = redefine(metric, { definition: 2, parameters: { limitCivilDays: 3 } });
    expect(verdictOf(three, againAt('2018-03-04T10:00'))).toBe('miss');
    expect(verdictOf(three, againAt('2018-03-04T10:00', 1))).toBe('hit');
    expect(whereOf(three, contact()).day).toBe('2018-03-04');
  });

  it('is never worse solved because the second contact came later', () => {
    const minutes = fc.nat(20 * 24 * 60);
    fc.assert(
      fc.property(minutes, minutes, (one, other) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        const isHitEarly = verdictOf(metric, againAt('2018-03-01T10:00', early * MINUTE)) === 'hit';
        expect(!isHitEarly || verdictOf(metric, againAt('2018-03-01T10:00', late * MINUTE)) === 'hit').toBe(true);
      }),
    );
  });
});
