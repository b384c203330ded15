import { describe, expect, it } from 'vitest';
import { trainingCompleted, trainingOwed } from './training-kinds.js';

const value = { unit: 'team/one', zone: 'Europe/Berlin', dueAt: new Date('2018-03-05T12:00:00Z') };

describe('a training that is owed', () => {
  it('says who needs it and by when', () => {
    expect(trainingOwed.check?.(value, 7)).toBeUndefined();
    expect(trainingOwed.read?.(value, 7)).toEqual({
      ...{ about: 'training', name: 'training_owed', happenedAt: 7, unit: 'team/one', zone: 'Europe/Berlin' },
      dueAt: value.dueAt.getTime(),
    });
    expect(trainingCompleted.read?.({}, 9)).toEqual({ about: 'training', name: 'training_completed', happenedAt: 9 });
  });

  it.each([
    [{ ...value, dueAt: undefined }, 'TIME_MISSING'],
    [{ ...value, dueAt: new Date('1999-12-31') }, 'TIME_OUT_OF_RANGE'],
    [{ ...value, dueAt: new Date('2100-01-01') }, 'TIME_OUT_OF_RANGE'],
    [{ ...value, unit: '' }, 'UNIT_INVALID'],
    [{ ...value, zone: 'Berlin' }, 'ZONE_UNKNOWN'],
  ])('is refused: %o', (wrong, reason) => {
    expect(trainingOwed.check?.(wrong, 7)?.reason).toBe(reason);
  });
});
