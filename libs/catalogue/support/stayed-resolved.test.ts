import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, contact, MINUTE, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { stayedResolved as metric } from './stayed-resolved.js';

const RECEIVED = at('2018-03-01T10:00');
const RESOLVED = at('2018-03-02T10:00');
const DUE = at('2018-03-16T10:00');
const askedAgain = (...again: number[]) =>
  contact({ issue: { resolvedAt: [RESOLVED], askedAt: [RECEIVED, ...again] } });

describe('a resolved issue', () => {
  it.each([
    ['about which the customer never asked again is a hit', [], 'hit'],
    ['asked about again before it was resolved is a hit', [RESOLVED - 1], 'hit'],
    ['asked about again at the instant of the resolution is a hit', [RESOLVED], 'hit'],
    ['asked about again a millisecond after the resolution is a miss', [RESOLVED + 1], 'miss'],
    ['asked about again after exactly 14 days is a miss', [DUE], 'miss'],
    ['asked about again a millisecond later is a hit', [DUE + 1], 'hit'],
    ['asked about again before and after the resolution is a miss', [RESOLVED - 1, RESOLVED + 1], 'miss'],
  ])('%s', (_, again, verdict) => {
    expect(verdictOf(metric, askedAgain(...again))).toBe(verdict);
  });

  it('is watched from its first resolution on', () => {
    const twice = { resolvedAt: [RESOLVED, at('2018-03-05T10:00')], askedAt: [RECEIVED, at('2018-03-03T10:00')] };
    expect(verdictOf(metric, contact({ issue: twice }))).toBe('miss');
  });

  it.each([
    ['an issue that was not resolved', contact()],
    ['a later contact of the issue', contact({ isFirstOfIssue: false, issue: { resolvedAt: [RESOLVED] } })],
  ])('is what is asked of, so %s is not evaluated', (_, of) => {
    expect(verdictOf(metric, of)).toBe('not evaluated');
  });

  it('is judged 14 days after the resolution, and counts on that day', () => {
    expect(whereOf(metric, askedAgain())).toEqual({ unit: 'team/one', day: '2018-03-16', dueAt: DUE });
    const three = redefine(metric, { definition: 2, parameters: { limitCivilDays: 3 } });
    expect(whereOf(three, askedAgain()).dueAt).toBe(at('2018-03-05T10:00'));
    expect(verdictOf(three, askedAgain(at('2018-03-05T10:00') + 1))).toBe('hit');
  });

  it('is never judged better because the customer asked once more', () => {
    const again = fc.array(fc.nat(30 * 24 * 60).map((minutes) => RECEIVED + minutes * MINUTE));
    fc.assert(
      fc.property(again, fc.nat(30 * 24 * 60), (asked, more) => {
        const isHitWithMore = verdictOf(metric, askedAgain(...asked, RECEIVED + more * MINUTE)) === 'hit';
        expect(!isHitWithMore || verdictOf(metric, askedAgain(...asked)) === 'hit').toBe(true);
      }),
    );
  });
});
