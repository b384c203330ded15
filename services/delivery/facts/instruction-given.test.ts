import { describe, expect, it } from 'vitest';
import { instructionGiven } from './instruction-given.js';

describe('the fact instruction_given', () => {
  it('says its place in a word', () => {
    expect(instructionGiven.check?.({ place: 4 }, 0)).toBeUndefined();
    expect(instructionGiven.read?.({ place: 4 }, 7)).toEqual({
      name: 'instruction_given',
      happenedAt: 7,
      place: 'SAFE_PLACE',
    });
    expect(instructionGiven.describe?.({ place: 4 }, 'UTC')).toBe('safe place');
  });

  it.each([0, 9])('is refused with the place %d', (place) => {
    expect(instructionGiven.check?.({ place }, 0)).toMatchObject({
      reason: 'CHOICE_UNKNOWN',
      field: 'instruction_given.place',
    });
  });
});
