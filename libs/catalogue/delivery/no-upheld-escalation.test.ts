import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, report } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { noUpheldEscalation as metric } from './no-upheld-escalation.js';

const escalated = (ruling: 'OPEN' | 'UPHELD' | 'REJECTED', wallTime: string) =>
  report('escalated', wallTime, { ruling });
const open = escalated('OPEN', '2018-03-10T10:00');

describe('a delivery on 9 March', () => {
  it.each([
    ['without an escalation is a hit', [], 'hit'],
    ['whose escalation was upheld is a miss', [open, escalated('UPHELD', '2018-03-20T10:00')], 'miss'],
    ['whose escalation was rejected is a hit', [open, escalated('REJECTED', '2018-03-20T10:00')], 'hit'],
    ['whose escalation is left without a ruling is a miss', [open], 'miss'],
    [
      'is a miss if one of two escalations was upheld',
      [
        ...[open, escalated('UPHELD', '2018-03-11T10:00')],
        ...[escalated('OPEN', '2018-03-12T10:00'), escalated('REJECTED', '2018-03-13T10:00')],
      ],
      'miss',
    ],
    ['whose ruling came on the 30th day is judged by it', [open, escalated('REJECTED', '2018-04-08T23:59')], 'hit'],
    ['whose ruling came a minute later is a miss', [open, escalated('REJECTED', '2018-04-09T00:00')], 'miss'],
    ['that was escalated too late is a hit', [escalated('OPEN', '2018-04-09T00:00')], 'hit'],
  ])('%s', (_, reports, verdict) => {
    expect(verdictOf(metric, parcelWith(reports))).toBe(verdict);
  });

  it('counts on its day and is judged when the last day for a ruling is over', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-09', dueAt: at('2018-04-09T00:00') };
    expect(whereOf(metric, parcelWith([]))).toEqual(where);
    const week = redefine(metric, { definition: 2, parameters: { limitCivilDays: 7 }, maturesAfterDays: 7 });
    expect(whereOf(week, parcelWith([])).dueAt).toBe(at('2018-03-17T00:00'));
  });

  it('is not asked before it happened', () => {
    expect(verdictOf(metric, parcelWith([open], NOT_RECEIVED))).toBe('not evaluated');
  });
});
