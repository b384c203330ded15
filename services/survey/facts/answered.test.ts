import { describe, expect, it } from 'vitest';
import { answered } from './answered.js';

describe('a score', () => {
  it.each([1, 5])('of %d is taken', (score) => {
    expect(answered.check?.({ score }, 0)).toBeUndefined();
  });

  it.each([0, 6, -1, 4.5])('of %d is refused', (score) => {
    expect(answered.check?.({ score }, 0)).toMatchObject({ reason: 'SCORE_OUT_OF_RANGE', field: 'answered.score' });
  });
});
