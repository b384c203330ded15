import { describe, expect, it } from 'vitest';
import { HIT, MISS, notAccountable } from '../result.js';
import { chargedToCause, isResolvedBy, PARTIES, resultOfTrouble, troubleOf } from './complaint.js';

describe('a complaint', () => {
  it('is not there without a report', () => {
    expect(troubleOf([])).toBeUndefined();
  });

  it('was made when it was first reported, and was caused by the party that was reported last', () => {
    const reports = [
      { at: 1, causedBy: undefined },
      { at: 7, causedBy: 'WAREHOUSE' as const },
    ];
    expect(troubleOf(reports)).toEqual({ at: 1, causedBy: 'WAREHOUSE' });
    expect(troubleOf(reports.slice(0, 1))).toEqual({ at: 1, causedBy: undefined });
  });

  it.each(PARTIES.words)('that was caused by %s is charged to it by a rule that is published', (causedBy) => {
    const { reason } = resultOfTrouble({ at: 1, causedBy }, 1);
    const rules = chargedToCause((party) => `Caused by ${party}.`, 'Not known.');
    const responsible = rules.find((rule) => rule.reason === reason)?.responsible;
    expect(responsible).toBe(causedBy === 'SUPPORT' ? undefined : causedBy.toLowerCase());
  });

  it('that support caused is a miss of support', () => {
    expect(resultOfTrouble({ at: 1, causedBy: 'SUPPORT' }, 1)).toEqual(MISS);
  });

  it('counts until the limit, to the millisecond', () => {
    const unknown = { at: 5, causedBy: undefined };
    expect(resultOfTrouble(undefined, 5)).toEqual(HIT);
    expect(resultOfTrouble(unknown, 5)).toEqual(notAccountable('CAUSE_UNKNOWN', false));
    expect(resultOfTrouble(unknown, 4)).toEqual(HIT);
  });

  it('is resolved from its own instant until the limit, to the millisecond', () => {
    const complaint = { at: 5, causedBy: undefined };
    expect([[4], [5], [9], [10], [4, 9]].map((resolved) => isResolvedBy(complaint, resolved, 9))).toEqual([
      ...[false, true, true, false, true],
    ]);
  });

  it('whose cause is not known is charged to no department', () => {
    expect(chargedToCause(String, 'Not known.').at(-1)).toEqual({
      ...{ class: 'OTHERS', reason: 'CAUSE_UNKNOWN', responsible: 'unattributed', rule: 'Not known.' },
    });
  });
});
