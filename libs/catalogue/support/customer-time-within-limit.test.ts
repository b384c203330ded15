import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, contact, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { customerTimeWithinLimit as metric } from './customer-time-within-limit.js';

const RECEIVED = at('2018-03-01T10:00');
const DUE = at('2018-03-08T10:00');
const took = (...conversations: (readonly [endedAt: number, customerSeconds: number])[]) =>
  contact({
    issue: {
      conversations: conversations.map(([endedAt, customerSeconds]) => ({
        ...{ endedAt, customerSeconds, handleSeconds: 9_999 },
      })),
    },
  });

describe('an issue', () => {
  it.each([
    ['that took exactly 15 minutes is a hit', took([RECEIVED, 900]), 'hit'],
    ['that took a second more is a miss', took([RECEIVED, 901]), 'miss'],
    ['whose calls took 15 minutes together is a hit', took([RECEIVED, 600], [DUE, 300]), 'hit'],
    ['whose calls took a second more together is a miss', took([RECEIVED, 600], [DUE, 301]), 'miss'],
    ['counts no call after seven days', took([RECEIVED, 600], [DUE + 1, 301]), 'hit'],
    ['of which no time was reported is not asked', took(), 'not evaluated'],
    ['of which time was reported after seven days only is not asked', took([DUE + 1, 1]), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('is asked of its first contact', () => {
    expect(verdictOf(metric, { ...took([RECEIVED, 1]), isFirstOfIssue: false })).toBe('not evaluated');
  });

  it('counts on the day of its first contact, and is judged seven days later', () => {
    expect(whereOf(metric, took([RECEIVED, 1]))).toEqual({ unit: 'team/one', day: '2018-03-01', dueAt: DUE });
    const short = redefine(metric, { definition: 2, parameters: { limitMinutes: 1, watchedCivilDays: 1 } });
    expect(verdictOf(short, took([RECEIVED, 61]))).toBe('miss');
    expect(whereOf(short, took([RECEIVED, 61])).dueAt).toBe(at('2018-03-02T10:00'));
  });

  it('is never judged better because of one more call', () => {
    const call = fc.tuple(fc.integer({ min: RECEIVED, max: DUE }), fc.nat(1_000));
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 3 }), call, (calls, more) => {
        const isHitWithMore = verdictOf(metric, took(...calls, more)) === 'hit';
        expect(!isHitWithMore || verdictOf(metric, took(...calls)) === 'hit').toBe(true);
      }),
    );
  });
});
