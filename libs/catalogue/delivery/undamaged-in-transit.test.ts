import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, report } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import type { ReportOf } from './report.js';
import { undamagedInTransit as metric } from './undamaged-in-transit.js';

const damage = (wallTime: string, origin?: ReportOf<'damage_found'>['origin']) =>
  report('damage_found', wallTime, { origin });

describe('a parcel that the customer has on 9 March', () => {
  it.each([
    ['without damage is a hit', [], 'hit'],
    ['damaged on the way is a miss', [damage('2018-03-10T10:00', 'TRANSIT')], 'miss'],
    ['damaged, and it is not known where, is a miss of delivery', [damage('2018-03-10T10:00')], 'miss'],
    ['packed badly is a miss of the warehouse', [damage('2018-03-10T10:00', 'PACKING')], 'miss UPSTREAM_WAREHOUSE'],
    ['damaged by the customer is excluded', [damage('2018-03-10T10:00', 'CUSTOMER')], 'miss CUSTOMER_DAMAGED'],
    [
      'examined later is judged by the examination',
      [damage('2018-03-10T10:00'), damage('2018-03-15T10:00', 'PACKING')],
      'miss UPSTREAM_WAREHOUSE',
    ],
    [
      'examined too late is judged by what was known in time',
      [damage('2018-03-10T10:00', 'TRANSIT'), damage('2018-03-24T00:00', 'PACKING')],
      'miss',
    ],
    ['found damaged on the 14th day is a miss', [damage('2018-03-23T23:59')], 'miss'],
    ['found damaged a minute later is a hit', [damage('2018-03-24T00:00')], 'hit'],
  ])('%s', (_, reports, verdict) => {
    expect(verdictOf(metric, parcelWith(reports))).toBe(verdict);
  });

  it('counts on the day of the delivery and is judged when the last day for a report is over', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-09', dueAt: at('2018-03-24T00:00') };
    expect(whereOf(metric, parcelWith([]))).toEqual(where);
    const week = redefine(metric, { definition: 2, parameters: { limitCivilDays: 7 }, maturesAfterDays: 7 });
    expect(whereOf(week, parcelWith([])).dueAt).toBe(at('2018-03-17T00:00'));
  });

  it('is not asked before the customer has it', () => {
    expect(verdictOf(metric, parcelWith([damage('2018-03-10T10:00')], NOT_RECEIVED))).toBe('not evaluated');
  });
});
