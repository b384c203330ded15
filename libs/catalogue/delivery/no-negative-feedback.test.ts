import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, report } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { noNegativeFeedback as metric } from './no-negative-feedback.js';

const said = (sentiment: 'POSITIVE' | 'NEGATIVE', wallTime = '2018-03-10T10:00') =>
  report('feedback_given', wallTime, { sentiment });

describe('a delivery on 9 March', () => {
  it.each([
    ['of which the customer says nothing is a hit', [], 'hit'],
    ['of which the customer speaks well is a hit', [said('POSITIVE')], 'hit'],
    ['of which the customer speaks badly is a miss', [said('NEGATIVE')], 'miss'],
    ['is not made good by a later word', [said('NEGATIVE'), said('POSITIVE', '2018-03-11T10:00')], 'miss'],
    ['of which the customer speaks badly on the 7th day is a miss', [said('NEGATIVE', '2018-03-16T23:59')], 'miss'],
    ['of which the customer speaks badly a minute later is a hit', [said('NEGATIVE', '2018-03-17T00:00')], 'hit'],
  ])('%s', (_, reports, verdict) => {
    expect(verdictOf(metric, parcelWith(reports))).toBe(verdict);
  });

  it('counts on its day and is judged when the last day for feedback is over', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-09', dueAt: at('2018-03-17T00:00') };
    expect(whereOf(metric, parcelWith([]))).toEqual(where);
    const day = redefine(metric, { definition: 2, parameters: { limitCivilDays: 1 }, maturesAfterDays: 1 });
    expect(whereOf(day, parcelWith([])).dueAt).toBe(at('2018-03-11T00:00'));
  });

  it('is not asked before it happened', () => {
    expect(verdictOf(metric, parcelWith([said('NEGATIVE')], NOT_RECEIVED))).toBe('not evaluated');
  });
});
