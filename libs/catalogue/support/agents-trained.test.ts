import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf, ZONE } from '#test/catalogue/examples.js';
import type { Training } from '../training.js';
import { agentsTrained as metric } from './agents-trained.js';

const DUE = at('2018-03-01T10:00');
const training = (completedAt: number | undefined): Training => ({
  unit: 'team/one',
  zone: ZONE,
  dueAt: DUE,
  completedAt,
});

describe('a training of the agents of the help desk', () => {
  it.each([
    ['that was completed at its instant is a hit', DUE, 'hit'],
    ['that was completed a millisecond later is a miss', DUE + 1, 'miss'],
    ['that was never completed is a miss', undefined, 'miss'],
  ])('%s', (_, completedAt, verdict) => {
    expect(verdictOf(metric, training(completedAt))).toBe(verdict);
  });

  it('counts on the day by which it is to be completed, and is judged then', () => {
    expect(whereOf(metric, training(DUE))).toEqual({ unit: 'team/one', day: '2018-03-01', dueAt: DUE });
  });
});
