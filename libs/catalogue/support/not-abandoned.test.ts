import { describe, expect, it } from 'vitest';
import { at, contact, SECOND, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { notAbandoned as metric } from './not-abandoned.js';

const QUEUED = at('2018-03-01T10:00');
const DUE = at('2018-03-02T10:00');
const left = (abandonedAt: number | undefined, answeredAt?: number) =>
  contact({ queuedAt: QUEUED, abandonedAt, answeredAt });

describe('a queued contact', () => {
  it.each([
    ['that was answered is a hit', left(undefined, QUEUED + 90 * SECOND), 'hit'],
    ['that neither ended nor was answered is a hit: the customer did not give up', left(undefined), 'hit'],
    ['abandoned after exactly 5 seconds does not count', left(QUEUED + 5 * SECOND), 'miss CUSTOMER_LEFT_AT_ONCE'],
    ['abandoned a millisecond later is a miss', left(QUEUED + 5 * SECOND + 1), 'miss'],
    ['abandoned and answered by a call-back afterwards is a miss', left(QUEUED + 60_000, QUEUED + 90_000), 'miss'],
    ['that ended at the instant of the answer is a hit', left(QUEUED + 60_000, QUEUED + 60_000), 'hit'],
    ['abandoned after exactly a day is a miss', left(DUE), 'miss'],
    ['abandoned a millisecond later is a hit', left(DUE + 1), 'hit'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the day on which the wait began, and is judged a day later', () => {
    expect(whereOf(metric, left(undefined))).toEqual({ unit: 'team/one', day: '2018-03-01', dueAt: DUE });
    const strict = redefine(metric, { definition: 2, parameters: { toleranceSeconds: 1, limitCivilDays: 1 } });
    expect(verdictOf(strict, left(QUEUED + 2 * SECOND))).toBe('miss');
  });

  it('is what is asked of, so a contact that did not wait in a queue is not evaluated', () => {
    expect(verdictOf(metric, contact({ abandonedAt: QUEUED }))).toBe('not evaluated');
  });
});
