import { describe, expect, it } from 'vitest';
import { at, contact, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { complaintNotRepeated as metric } from './complaint-not-repeated.js';

const COMPLAINED = at('2018-03-01T10:00');
const DUE = at('2018-04-01T10:00');
const complaint = { at: COMPLAINED, causedBy: undefined };
const asked = (...askedAt: number[]) => contact({ complaint, issue: { askedAt } });

describe('a customer who complained', () => {
  it.each([
    ['and did not ask again is a hit', asked(COMPLAINED), 'hit'],
    ['and asked a millisecond later is a miss', asked(COMPLAINED, COMPLAINED + 1), 'miss'],
    ['and asked again at the limit is a miss', asked(COMPLAINED, DUE), 'miss'],
    ['and asked again after it is a hit', asked(COMPLAINED, DUE + 1), 'hit'],
    ['and had asked before only is a hit', asked(COMPLAINED - 1), 'hit'],
    ['is who is asked of: without a complaint it is not evaluated', contact(), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the day of the complaint, and is judged 31 days later', () => {
    expect(whereOf(metric, asked())).toEqual({ unit: 'team/one', day: '2018-03-01', dueAt: DUE });
    const one = redefine(metric, { definition: 2, parameters: { limitCivilDays: 1 } });
    expect(whereOf(one, asked()).dueAt).toBe(at('2018-03-02T10:00'));
  });
});
