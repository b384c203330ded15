import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Milestone } from '#libs/domain/milestone.js';
import { at, ZONE } from '#test/catalogue/examples.js';
import { report } from '#test/catalogue/reports.js';
import { orderFrom, suspicionsOf } from './order.js';
import { type KnownOfParcel, parcelFrom } from './parcel.js';

const milestone = (name: Milestone['name'], wallTime: string, more: Partial<Milestone> = {}): Milestone => ({
  ...{ name, unit: 'method/voucher', happenedAt: at(wallTime), revision: 1, origin: 'REPORTED' },
  ...more,
});
const promise = { promisedDay: '2018-03-11', zone: ZONE, destinationUnit: 'area/sp' };
const promised = milestone('promised', '2018-03-01T10:00', promise);
const released = milestone('released', '2018-03-01T11:00', { dueAt: at('2018-03-05T12:00'), originUnit: 'seller/one' });
const handedOver = milestone('handed_over', '2018-03-04T16:00');
const delivered = (wallTime: string): KnownOfParcel => ({ name: 'delivered', happenedAt: at(wallTime) });

describe('a parcel', () => {
  it('is not there before its promise is known', () => {
    expect(parcelFrom([])).toBeUndefined();
    expect(parcelFrom([released, delivered('2018-03-09T15:00')])).toBeUndefined();
  });

  it('belongs to the area it goes to, or to no known one', () => {
    expect(parcelFrom([promised])?.unit).toBe('area/sp');
    const nowhere = milestone('promised', '2018-03-01T10:00', { promisedDay: '2018-03-11', zone: ZONE });
    expect(parcelFrom([nowhere])?.unit).toBe('unattributed');
  });

  it('is delivered on the day that the clocks of the customer show', () => {
    const at2359 = parcelFrom([promised, { name: 'delivered', happenedAt: at('2018-03-12T00:00') - 1 }]);
    const at0000 = parcelFrom([promised, delivered('2018-03-12T00:00')]);
    expect([at2359?.deliveredDay, at0000?.deliveredDay]).toEqual(['2018-03-11', '2018-03-12']);
  });

  it('is not released once it is unavailable', () => {
    expect(parcelFrom([promised, released])).toMatchObject({ isReleased: true, limit: at('2018-03-05T12:00') });
    expect(parcelFrom([promised, released, milestone('unavailable', '2018-03-02T10:00')])?.isReleased).toBe(false);
    expect(parcelFrom([promised])?.isReleased).toBe(false);
  });

  it('is canceled by the milestone of ordering', () => {
    expect(parcelFrom([promised])?.isCanceled).toBe(false);
    expect(parcelFrom([promised, milestone('canceled', '2018-03-02T10:00')])?.isCanceled).toBe(true);
  });

  it('is brought by the unit that it was dispatched with, or else belongs to the area it goes to', () => {
    const left = report('dispatched', '2018-03-05T07:00', { unit: 'carrier/acme', contractDueAt: undefined });
    expect(parcelFrom([promised, left])).toMatchObject({ unit: 'area/sp', broughtBy: 'carrier/acme' });
    expect(parcelFrom([promised])?.broughtBy).toBe('area/sp');
  });

  it('has the reports that name it, and those that name none if it is the only one', () => {
    const [A, B] = ['A', 'B'].map((part) => ({ ...released, part }));
    const reports = [report('lost', '2018-03-06T07:00'), { ...report('lost', '2018-03-07T07:00'), part: 'A' }];
    const of = (part: string, ...milestones: (Milestone | undefined)[]) =>
      parcelFrom([promised, ...milestones.filter((one) => one !== undefined), ...reports], part)?.reports;
    expect(of('A', A)).toEqual(reports);
    expect(of('A', A, B)).toEqual(reports.slice(1));
    expect(of('B', A, B)).toEqual([]);
    expect(of('')).toEqual(reports);
  });

  it('is the same in whatever order facts of different kinds are stored', () => {
    const facts = [promised, released, handedOver, delivered('2018-03-09T15:00')];
    const any = fc.shuffledSubarray(facts, { minLength: facts.length });
    fc.assert(
      fc.property(any, (shuffled) => {
        expect(parcelFrom(shuffled)).toEqual(parcelFrom(facts));
      }),
    );
  });

  it('is flagged when it was delivered before it was handed over, and not when both happened at once', () => {
    const flags = (wallTime: string) => suspicionsOf(orderFrom([promised, handedOver, delivered(wallTime)]));
    expect(flags('2018-03-04T15:59')).toContain('DELIVERED_BEFORE_HAND_OVER');
    expect(flags('2018-03-04T16:00')).toEqual([]);
    expect(suspicionsOf(undefined)).toEqual([]);
  });
});
