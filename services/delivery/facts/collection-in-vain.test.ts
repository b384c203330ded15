import { describe, expect, it } from 'vitest';
import { collectionInVain } from './collection-in-vain.js';

describe('the fact collection_in_vain', () => {
  it('says its problem in a word', () => {
    expect(collectionInVain.check?.({ problem: 1 }, 0)).toBeUndefined();
    expect(collectionInVain.read?.({ problem: 1 }, 7)).toEqual({
      name: 'collection_in_vain',
      happenedAt: 7,
      problem: 'NOT_READY',
    });
    expect(collectionInVain.describe?.({ problem: 1 }, 'UTC')).toBe('not ready');
  });

  it.each([0, 6])('is refused with the problem %d', (problem) => {
    expect(collectionInVain.check?.({ problem }, 0)).toMatchObject({
      reason: 'CHOICE_UNKNOWN',
      field: 'collection_in_vain.problem',
    });
  });
});
