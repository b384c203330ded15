import { describe, expect, it } from 'vitest';
import { at, contact, whereOf } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import { handleSeconds as metric } from './handle-seconds.js';

const RECEIVED = at('2018-03-01T10:00');
const DUE = at('2018-03-08T10:00');
const handled = (...conversations: (readonly [endedAt: number, handleSeconds: number])[]) =>
  contact({
    conversations: conversations.map(([endedAt, seconds]) => ({
      ...{ endedAt, handleSeconds: seconds, customerSeconds: 9_999 },
    })),
  });
const seconds = (of: ReturnType<typeof handled>) => evaluate([metric], of).map(({ result }) => result.hits);

describe('the handle time of a contact', () => {
  it('is added up over its conversations within seven days', () => {
    expect(seconds(handled([RECEIVED, 200], [DUE, 100]))).toEqual([300]);
    expect(seconds(handled([RECEIVED, 200], [DUE + 1, 100]))).toEqual([200]);
    expect(seconds(handled([RECEIVED, 0]))).toEqual([0]);
  });

  it('is not asked of a contact of which no time was reported', () => {
    expect(seconds(handled())).toEqual([]);
    expect(seconds(handled([DUE + 1, 100]))).toEqual([]);
  });

  it('counts on the day of the contact, and is judged seven days later', () => {
    expect(whereOf(metric, handled([RECEIVED, 200]))).toEqual({ unit: 'team/one', day: '2018-03-01', dueAt: DUE });
  });

  it('is never scored', () => {
    expect(metric).toMatchObject({ role: 'BALANCING', counts: 'TALLY' });
  });
});
