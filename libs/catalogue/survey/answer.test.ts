import { describe, expect, it } from 'vitest';
import type { Milestone } from '#libs/domain/milestone.js';
import { at, ZONE } from '#test/catalogue/examples.js';
import { answerFrom, type KnownOfAnswer } from './answer.js';

const promised = {
  ...{ name: 'promised', unit: 'method/voucher', happenedAt: at('2018-03-01T10:00'), revision: 1, origin: 'REPORTED' },
  ...{ promisedDay: '2018-03-11', zone: ZONE },
} as const satisfies Milestone;
const answered = (score: number, wallTime: string): KnownOfAnswer => ({
  name: 'answered',
  happenedAt: at(wallTime),
  score,
});

describe('the answer of a customer', () => {
  it('is not there before the customer answered and the promise is known', () => {
    expect(answerFrom([])).toBeUndefined();
    expect(answerFrom([promised])).toBeUndefined();
    expect(answerFrom([answered(5, '2018-03-12T09:00')])).toBeUndefined();
  });

  it('is the last one about the order', () => {
    const twice = [promised, answered(2, '2018-03-12T09:00'), answered(4, '2018-03-13T09:00')];
    expect(answerFrom(twice)).toEqual({ answeredAt: at('2018-03-13T09:00'), score: 4, promisedDay: '2018-03-11' });
  });

  it('may be known before the promise is', () => {
    expect(answerFrom([answered(5, '2018-03-12T09:00'), promised])?.score).toBe(5);
  });
});
