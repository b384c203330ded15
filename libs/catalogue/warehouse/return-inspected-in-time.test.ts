import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf, ZONE } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { returnInspectedInTime as metric } from './return-inspected-in-time.js';
import type { Arrival } from './subject.js';

const LIMIT = at('2018-03-03T10:00');
const arrival = (doneAt: number | undefined): Arrival => ({
  ...{ unit: 'site/north', zone: ZONE, arrivedAt: at('2018-03-01T10:00'), doneAt },
});

describe('returned goods that arrived at ten on 1 March', () => {
  it.each([
    ['and were done at once are a hit', at('2018-03-01T10:00'), 'hit'],
    ['and were done at the limit are a hit', LIMIT, 'hit'],
    ['and were done a millisecond later are a miss', LIMIT + 1, 'miss'],
    ['and were never done are a miss', undefined, 'miss'],
  ])('%s', (_, doneAt, verdict) => {
    expect(verdictOf(metric, arrival(doneAt))).toBe(verdict);
  });

  it('count where they arrived, on the day on which the limit ends, and are judged then', () => {
    expect(whereOf(metric, arrival(LIMIT))).toEqual({ unit: 'site/north', day: '2018-03-03', dueAt: LIMIT });
  });

  it('have the limit that the definition says', () => {
    const other = redefine(metric, { definition: 2, parameters: { limitCivilDays: 5 } });
    expect(verdictOf(other, arrival(at('2018-03-06T10:00')))).toBe('hit');
    expect(verdictOf(other, arrival(at('2018-03-06T10:00') + 1))).toBe('miss');
  });
});
