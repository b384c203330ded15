import { describe, expect, it } from 'vitest';
import { transferred } from './transferred.js';

describe('a transfer', () => {
  it('names the unit that is to take the contact over', () => {
    expect(transferred.check?.({ toUnit: 'team/b' }, 0)).toBeUndefined();
    expect(transferred.read?.({ toUnit: 'team/b' }, 7)).toEqual({
      name: 'transferred',
      happenedAt: 7,
      toUnit: 'team/b',
    });
    expect(transferred.describe?.({ toUnit: 'team/b' }, 'UTC')).toBe('to team/b');
  });

  it.each(['', 'Team B', 'a/b/c/d/e'])('to "%s" is refused', (toUnit) => {
    expect(transferred.check?.({ toUnit }, 0)).toMatchObject({ reason: 'UNIT_INVALID', field: 'transferred.to_unit' });
  });
});
