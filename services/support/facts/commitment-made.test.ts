import { describe, expect, it } from 'vitest';
import { commitmentMade } from './commitment-made.js';

const dueAt = new Date('2018-03-05T12:00:00Z');
const END = new Date('2100-01-01T00:00:00Z');

describe('a commitment', () => {
  it('says what is promised, and by when', () => {
    const value = { commitment: 1, dueAt };
    expect(commitmentMade.check?.(value, 0)).toBeUndefined();
    expect(commitmentMade.read?.(value, 7)).toEqual({
      ...{ name: 'commitment_made', happenedAt: 7, commitment: 'CALL_BACK', dueAt: dueAt.getTime() },
    });
    expect(commitmentMade.describe?.(value, 'UTC')).toBe('call back by 2018-03-05 12:00');
  });

  it('may be due until the end of 2099', () => {
    expect(commitmentMade.check?.({ commitment: 4, dueAt: new Date(END.getTime() - 1) }, 0)).toBeUndefined();
  });

  it.each([
    ['nothing promised', { commitment: 0 }, 'COMMITMENT_UNKNOWN', 'commitment_made.commitment'],
    ['a word that this version does not know', { commitment: 5 }, 'COMMITMENT_UNKNOWN', 'commitment_made.commitment'],
    ['no instant', { dueAt: undefined }, 'TIME_MISSING', 'commitment_made.due_at'],
    ['an instant after 2099', { dueAt: END }, 'TIME_OUT_OF_RANGE', 'commitment_made.due_at'],
  ])('is refused with %s', (_, wrong, reason, field) => {
    expect(commitmentMade.check?.({ commitment: 1, dueAt, ...wrong }, 0)).toMatchObject({ reason, field });
  });
});
