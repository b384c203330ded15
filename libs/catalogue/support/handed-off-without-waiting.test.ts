import { describe, expect, it } from 'vitest';
import { at, contact, MINUTE, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { handedOffWithoutWaiting as metric } from './handed-off-without-waiting.js';

const HANDED = at('2018-03-01T10:00');
const LATER = at('2018-03-01T11:00');
const handed = (...waits: (number | undefined)[]) =>
  contact({
    handOffs: waits.map((wait, place) => ({
      at: place === 0 ? HANDED : LATER,
      toUnit: place === 0 ? 'team/two' : 'team/three',
      takenOverAt: wait === undefined ? undefined : (place === 0 ? HANDED : LATER) + wait,
    })),
  });

describe('a hand-off', () => {
  it.each([
    ['that ended after exactly 10 minutes is a hit', handed(10 * MINUTE), 'hit'],
    ['that ended a millisecond later is a miss', handed(10 * MINUTE + 1), 'miss'],
    ['that did not end is a miss', handed(undefined), 'miss'],
    ['and another one, both short, are a hit', handed(MINUTE, 10 * MINUTE), 'hit'],
    ['and another one, the first too long, are a miss', handed(10 * MINUTE + 1, MINUTE), 'miss'],
    ['and another one, the second without an end, are a miss', handed(MINUTE, undefined), 'miss'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts in the unit that let the customer wait longest, and of several in the first', () => {
    const first = { unit: 'team/two', day: '2018-03-01', dueAt: HANDED + 10 * MINUTE };
    const second = { unit: 'team/three', day: '2018-03-01', dueAt: LATER + 10 * MINUTE };
    expect(whereOf(metric, handed(2 * MINUTE, MINUTE))).toEqual(first);
    expect(whereOf(metric, handed(MINUTE, 2 * MINUTE))).toEqual(second);
    expect(whereOf(metric, handed(MINUTE, MINUTE))).toEqual(first);
    expect(whereOf(metric, handed(MINUTE, undefined))).toEqual(second);
  });

  it('is judged by the limit of its definition', () => {
    const one = redefine(metric, { definition: 2, parameters: { limitMinutes: 1 } });
    expect(verdictOf(one, handed(MINUTE + 1))).toBe('miss');
  });

  it('is what is asked of, so a contact that was not handed on is not evaluated', () => {
    expect(verdictOf(metric, contact())).toBe('not evaluated');
  });
});
