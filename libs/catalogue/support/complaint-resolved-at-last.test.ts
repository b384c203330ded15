import { describe, expect, it } from 'vitest';
import { at, contact, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { complaintResolvedAtLast as metric } from './complaint-resolved-at-last.js';

const COMPLAINED = at('2018-03-01T10:00');
const DUE = at('2018-04-01T10:00');
const resolved = (...resolvedAt: number[]) =>
  contact({ complaint: { at: COMPLAINED, causedBy: 'DELIVERY' }, issue: { resolvedAt } });

describe('a complaint', () => {
  it.each([
    ['resolved at once is a hit', [COMPLAINED], 'hit'],
    ['resolved after exactly 31 days is a hit', [DUE], 'hit'],
    ['resolved a millisecond later is a miss', [DUE + 1], 'miss'],
    ['that was never resolved is a miss', [], 'miss'],
    ['about an issue that was resolved before it only is a miss', [COMPLAINED - 1], 'miss'],
    ['about an issue that was resolved before and after it is a hit', [COMPLAINED - 1, DUE], 'hit'],
  ])('%s', (_, resolvedAt, verdict) => {
    expect(verdictOf(metric, resolved(...resolvedAt))).toBe(verdict);
  });

  it('counts on its own day, and is judged 31 days later', () => {
    expect(whereOf(metric, resolved())).toEqual({ unit: 'team/one', day: '2018-03-01', dueAt: DUE });
    const ten = redefine(metric, { definition: 2, parameters: { limitCivilDays: 10 } });
    expect(whereOf(ten, resolved()).dueAt).toBe(at('2018-03-11T10:00'));
  });

  it('is what is asked of, so a contact without one is not evaluated', () => {
    expect(verdictOf(metric, contact({ issue: { resolvedAt: [DUE] } }))).toBe('not evaluated');
  });
});
