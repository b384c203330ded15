import { describe, expect, it } from 'vitest';
import { isOfTraining, type KnownOfTraining, trainingFrom } from './training.js';

const owed = (happenedAt: number, dueAt: number): KnownOfTraining => ({
  ...{ about: 'training', name: 'training_owed', happenedAt, unit: 'team/one', zone: 'Etc/UTC', dueAt },
});
const completed = (happenedAt: number): KnownOfTraining => ({
  ...{ about: 'training', name: 'training_completed', happenedAt },
});

describe('a training', () => {
  it('is made of its first facts, so that a later date does not help', () => {
    expect(trainingFrom([owed(1, 5), completed(3), owed(4, 9), completed(8)])).toEqual({
      ...{ unit: 'team/one', zone: 'Etc/UTC', dueAt: 5, completedAt: 3 },
    });
  });

  it('is not there before it is known by when it is to be completed', () => {
    expect(trainingFrom([completed(3)])).toBeUndefined();
    expect(trainingFrom([owed(1, 5)])?.completedAt).toBeUndefined();
  });

  it('is told apart from other subjects', () => {
    expect([owed(1, 5), completed(2), { name: 'goods_received' }].map(isOfTraining)).toEqual([true, true, false]);
  });
});
