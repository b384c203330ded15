import { describe, expect, it } from 'vitest';
import { rated } from './rated.js';

const objection = (satisfaction: number, ease: number) => {
  const found = rated.check?.({ satisfaction, ease }, 0);
  return found && `${found.reason} ${found.field}`;
};

describe('the rating of a contact', () => {
  it.each([
    [1, 0],
    [5, 0],
    [0, 1],
    [0, 7],
    [5, 7],
  ])('with satisfaction %d and ease %d is taken', (satisfaction, ease) => {
    expect(objection(satisfaction, ease)).toBeUndefined();
  });

  it.each([
    [6, 0, 'SCORE_OUT_OF_RANGE rated.satisfaction'],
    [-1, 0, 'SCORE_OUT_OF_RANGE rated.satisfaction'],
    [0, 8, 'SCORE_OUT_OF_RANGE rated.ease'],
    [0, -1, 'SCORE_OUT_OF_RANGE rated.ease'],
    [0, 0, 'SCORE_OUT_OF_RANGE rated.satisfaction'],
  ])('with satisfaction %d and ease %d is refused', (satisfaction, ease, refusal) => {
    expect(objection(satisfaction, ease)).toBe(refusal);
  });

  it('leaves out the question that was not answered', () => {
    expect(rated.read?.({ satisfaction: 4, ease: 0 }, 7)).toEqual({
      ...{ name: 'rated', happenedAt: 7, satisfaction: 4, ease: undefined },
    });
    expect(rated.read?.({ satisfaction: 0, ease: 2 }, 7)).toMatchObject({ satisfaction: undefined, ease: 2 });
    expect(rated.describe?.({ satisfaction: 4, ease: 2 }, 'UTC')).toBe('satisfaction 4 of 5, ease 2 of 7');
    expect(rated.describe?.({ satisfaction: 0, ease: 2 }, 'UTC')).toBe('ease 2 of 7');
  });
});
