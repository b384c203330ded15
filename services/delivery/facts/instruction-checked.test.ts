import { describe, expect, it } from 'vitest';
import { instructionChecked } from './instruction-checked.js';

describe('the fact instruction_checked', () => {
  it('says its result in a word', () => {
    expect(instructionChecked.check?.({ result: 2 }, 0)).toBeUndefined();
    expect(instructionChecked.read?.({ result: 2 }, 7)).toEqual({
      name: 'instruction_checked',
      happenedAt: 7,
      result: 'NOT_FOLLOWED',
    });
    expect(instructionChecked.describe?.({ result: 2 }, 'UTC')).toBe('not followed');
  });

  it.each([0, 3])('is refused with the result %d', (result) => {
    expect(instructionChecked.check?.({ result }, 0)).toMatchObject({
      reason: 'CHOICE_UNKNOWN',
      field: 'instruction_checked.result',
    });
  });
});
