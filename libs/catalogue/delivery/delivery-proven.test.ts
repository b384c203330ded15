import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, report } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { deliveryProven as metric } from './delivery-proven.js';

const proof = (wallTime: string, isRejected = false) =>
  report('proof_taken', wallTime, { kind: 'PHOTO', place: undefined, isRejected });
const taken = proof('2018-03-09T15:00');

describe('a delivery on 9 March', () => {
  it.each([
    ['with a proof is a hit', [taken], 'hit'],
    ['without one is a miss', [], 'miss'],
    ['whose proof is rejected is a miss', [taken, proof('2018-03-16T23:59', true)], 'miss'],
    ['whose proof is rejected too late is a hit', [taken, proof('2018-03-17T00:00', true)], 'hit'],
    [
      'whose proof was rejected and then accepted is a hit',
      [proof('2018-03-10T10:00', true), proof('2018-03-11T10:00')],
      'hit',
    ],
    ['whose proof comes too late is a miss', [proof('2018-03-17T00:00')], 'miss'],
  ])('%s', (_, reports, verdict) => {
    expect(verdictOf(metric, parcelWith(reports))).toBe(verdict);
  });

  it('counts on its day and is judged 7 days later', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-09', dueAt: at('2018-03-17T00:00') };
    expect(whereOf(metric, parcelWith([]))).toEqual(where);
    const day = redefine(metric, { definition: 2, parameters: { limitCivilDays: 1 }, maturesAfterDays: 1 });
    expect(whereOf(day, parcelWith([])).dueAt).toBe(at('2018-03-11T00:00'));
  });

  it('is not asked before it happened', () => {
    expect(verdictOf(metric, parcelWith([taken], NOT_RECEIVED))).toBe('not evaluated');
  });
});
