import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, report } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { instructionFollowed as metric } from './instruction-followed.js';
import type { ReportOf } from './report.js';

const wanted = (place: ReportOf<'instruction_given'>['place'] = 'SAFE_PLACE', wallTime = '2018-03-08T10:00') =>
  report('instruction_given', wallTime, { place });
const proof = (place: ReportOf<'proof_taken'>['place'], isRejected = false) =>
  report('proof_taken', isRejected ? '2018-03-10T10:00' : '2018-03-09T15:00', { kind: 'PHOTO', place, isRejected });
const checked = (result: ReportOf<'instruction_checked'>['result'], wallTime = '2018-03-10T10:00') =>
  report('instruction_checked', wallTime, { result });

describe('a parcel that the customer wants at a safe place', () => {
  it.each([
    ['and whose proof shows it there is a hit', [wanted(), proof('SAFE_PLACE')], 'hit'],
    ['and that the customer took in person is a hit', [wanted(), proof('CUSTOMER')], 'hit'],
    ['and that lies behind the gate is a miss', [wanted(), proof('OVER_GATE')], 'miss'],
    ['and whose place is not known is a miss', [wanted(), proof(undefined)], 'miss'],
    ['without proof and report is a miss', [wanted()], 'miss'],
    ['whose proof is rejected is a miss', [wanted(), proof('SAFE_PLACE'), proof('SAFE_PLACE', true)], 'miss'],
    ['of which a report says that it was followed is a hit', [wanted(), checked('FOLLOWED')], 'hit'],
    [
      'of which the customer says that it was not followed is a miss, whatever others say',
      [wanted(), proof('SAFE_PLACE'), checked('FOLLOWED'), checked('NOT_FOLLOWED', '2018-03-23T23:59')],
      'miss',
    ],
    [
      'of which the customer says so too late is a hit',
      [wanted(), proof('SAFE_PLACE'), checked('NOT_FOLLOWED', '2018-03-24T00:00')],
      'hit',
    ],
    [
      'and then with the neighbour is judged by the last instruction',
      [wanted(), wanted('NEIGHBOUR', '2018-03-09T14:59'), proof('NEIGHBOUR')],
      'hit',
    ],
    [
      'is not judged by an instruction that came after it',
      [wanted(), wanted('NEIGHBOUR', '2018-03-09T15:00'), proof('SAFE_PLACE')],
      'hit',
    ],
  ])('%s', (_, reports, verdict) => {
    expect(verdictOf(metric, parcelWith(reports))).toBe(verdict);
  });

  it('counts on the day of the delivery and is judged when the last day for a report is over', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-09', dueAt: at('2018-03-24T00:00') };
    expect(whereOf(metric, parcelWith([wanted()]))).toEqual(where);
    const week = redefine(metric, { definition: 2, parameters: { limitCivilDays: 7 }, maturesAfterDays: 7 });
    expect(whereOf(week, parcelWith([wanted()])).dueAt).toBe(at('2018-03-17T00:00'));
  });
});

it('a parcel without an instruction, or that the customer does not have, is not asked', () => {
  expect(verdictOf(metric, parcelWith([proof('DOOR')]))).toBe('not evaluated');
  expect(verdictOf(metric, parcelWith([wanted(undefined, '2018-03-09T15:00')]))).toBe('not evaluated');
  expect(verdictOf(metric, parcelWith([wanted()], NOT_RECEIVED))).toBe('not evaluated');
});
