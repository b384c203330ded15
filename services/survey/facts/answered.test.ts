import { describe, expect, it } from 'vitest';
import { objectionToScore } from './answered.js';

describe('a score', () => {
  it.each([1, 5])('of %d is taken', (score) => {
    expect(objectionToScore(score)).toBeUndefined();
  });

  it.each([0, 6, -1])('of %d is refused', (score) => {
    expect(objectionToScore(score)).toMatchObject({ reason: 'SCORE_OUT_OF_RANGE', field: 'answered.score' });
  });
});
