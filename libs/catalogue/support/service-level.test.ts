import { describe, expect, it } from 'vitest';
import { at, contact, SECOND, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { serviceLevel as metric } from './service-level.js';

const QUEUED = at('2018-03-01T10:00');
const answered = (answeredAt: number | undefined) => contact({ queuedAt: QUEUED, answeredAt });

describe('a queued contact', () => {
  it.each([
    ['answered after exactly 20 seconds is a hit', QUEUED + 20 * SECOND, 'hit'],
    ['answered a millisecond later is a miss', QUEUED + 20 * SECOND + 1, 'miss'],
    ['that was never answered is a miss', undefined, 'miss'],
  ])('%s', (_, answeredAt, verdict) => {
    expect(verdictOf(metric, answered(answeredAt))).toBe(verdict);
  });

  it('that the customer abandoned is a miss: offered is the basis', () => {
    const left = contact({ queuedAt: QUEUED, abandonedAt: QUEUED + SECOND, answeredAt: undefined });
    expect(verdictOf(metric, left)).toBe('miss');
  });

  it('is judged 20 seconds after the begin of the wait', () => {
    const where = { unit: 'team/one', day: '2018-03-01', dueAt: QUEUED + 20 * SECOND };
    expect(whereOf(metric, answered(undefined))).toEqual(where);
    const minute = redefine(metric, { definition: 2, parameters: { limitSeconds: 60 } });
    expect(verdictOf(minute, answered(QUEUED + 60 * SECOND))).toBe('hit');
  });

  it('is what is asked of, so a contact that did not wait in a queue is not evaluated', () => {
    expect(verdictOf(metric, contact())).toBe('not evaluated');
  });

  it('states its limit in words', () => {
    const limit = { kind: 'elapsed', ms: 60 * SECOND } as const;
    const stated = { text: { limit: '60 seconds' }, limits: { limit }, hasExceptions: false, mostDays: 0 };
    expect(metric.words?.(stated)).toMatchObject({ title: 'Service level, answered within 60 seconds (T04)' });
  });
});
