import { describe, expect, it } from 'vitest';
import { commitmentKept } from './commitment-kept.js';

describe('a commitment that was kept', () => {
  it('says what was done', () => {
    expect(commitmentKept.check?.({ commitment: 2 }, 0)).toBeUndefined();
    expect(commitmentKept.read?.({ commitment: 2 }, 7)).toEqual({
      ...{ name: 'commitment_kept', happenedAt: 7, commitment: 'REPLACEMENT' },
    });
    expect(commitmentKept.describe?.({ commitment: 2 }, 'UTC')).toBe('replacement');
  });

  it.each([0, 5])('is refused with the number %d', (commitment) => {
    const refused = { reason: 'COMMITMENT_UNKNOWN', field: 'commitment_kept.commitment' };
    expect(commitmentKept.check?.({ commitment }, 0)).toMatchObject(refused);
  });
});
