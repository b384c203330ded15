import { describe, expect, it } from 'vitest';
import { at, contact, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { solvedWithFewContacts as metric } from './solved-with-few-contacts.js';

const RESOLVED = at('2018-03-02T10:00');
const DUE = at('2018-03-09T10:00');
const asked = (...askedAt: number[]) => contact({ issue: { resolvedAt: [RESOLVED], askedAt } });

describe('a resolved issue', () => {
  it.each([
    ['with one contact is a hit', [0], 'hit'],
    ['with two contacts is a hit', [0, 1], 'hit'],
    ['with three contacts is a miss', [0, 1, 2], 'miss'],
    ['with a third contact after exactly seven days is a miss', [0, 1, DUE], 'miss'],
    ['with a third contact a millisecond later is a hit', [0, 1, DUE + 1], 'hit'],
  ])('%s', (_, askedAt, verdict) => {
    expect(verdictOf(metric, asked(...askedAt))).toBe(verdict);
  });

  it('is judged seven days after its first resolution, and counts on that day', () => {
    expect(whereOf(metric, asked(0))).toEqual({ unit: 'team/one', day: '2018-03-09', dueAt: DUE });
    const one = redefine(metric, { definition: 2, parameters: { mostContacts: 1, limitCivilDays: 1 } });
    expect(verdictOf(one, asked(0, 1))).toBe('miss');
    expect(whereOf(one, asked(0)).dueAt).toBe(at('2018-03-03T10:00'));
  });

  it.each([
    ['an issue that was not resolved', contact()],
    ['a later contact', contact({ isFirstOfIssue: false, issue: { resolvedAt: [RESOLVED] } })],
  ])('is what is asked of, so %s is not evaluated', (_, of) => {
    expect(verdictOf(metric, of)).toBe('not evaluated');
  });
});
