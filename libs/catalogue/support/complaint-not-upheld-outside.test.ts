import { describe, expect, it } from 'vitest';
import { at, contact, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { complaintNotUpheldOutside as metric } from './complaint-not-upheld-outside.js';

const DUE = at('2018-05-30T10:00');
const complaint = { at: at('2018-03-01T10:00'), causedBy: undefined };
const upheld = (complaintUpheldAt: number | undefined) => contact({ complaint, complaintUpheldAt });

describe('a complaint', () => {
  it.each([
    ['that was not upheld outside is a hit', upheld(undefined), 'hit'],
    ['that was upheld at the limit is a miss', upheld(DUE), 'miss'],
    ['that was upheld a millisecond later is a hit', upheld(DUE + 1), 'hit'],
    ['is what is asked of', contact({ complaintUpheldAt: DUE }), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on its day, and is judged 90 days later', () => {
    expect(whereOf(metric, upheld(undefined))).toEqual({ unit: 'team/one', day: '2018-03-01', dueAt: DUE });
    const one = redefine(metric, { definition: 2, parameters: { limitCivilDays: 1 } });
    expect(whereOf(one, upheld(undefined)).dueAt).toBe(at('2018-03-02T10:00'));
  });
});
