import { describe, expect, it } from 'vitest';
import { escalated } from './escalated.js';

describe('the fact escalated', () => {
  it('says its ruling in a word', () => {
    expect(escalated.check?.({ ruling: 2 }, 0)).toBeUndefined();
    expect(escalated.read?.({ ruling: 2 }, 7)).toEqual({ name: 'escalated', happenedAt: 7, ruling: 'UPHELD' });
    expect(escalated.describe?.({ ruling: 2 }, 'UTC')).toBe('upheld');
  });

  it.each([0, 4])('is refused with the ruling %d', (ruling) => {
    expect(escalated.check?.({ ruling }, 0)).toMatchObject({ reason: 'CHOICE_UNKNOWN', field: 'escalated.ruling' });
  });
});
