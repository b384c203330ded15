import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalFrom, arrivalSuspicionsOf, checkFrom, type KnownOfSubject } from './subject.js';

const site = { unit: 'site/north', zone: 'Etc/UTC' };
const received = (happenedAt: number): KnownOfSubject => ({
  ...{ about: 'receipt', name: 'goods_received', happenedAt, ...site },
});
const available = (happenedAt: number): KnownOfSubject => ({
  ...{ about: 'receipt', name: 'goods_available', happenedAt },
});
const counted = (happenedAt: number, isRight: boolean): KnownOfSubject => ({
  ...{ about: 'location_count', name: 'location_counted', happenedAt, ...site, isRight },
});

describe('an arrival', () => {
  it('is made of its first facts', () => {
    const known = [received(1), available(2), received(3), available(4)];
    expect(arrivalFrom(known)).toEqual({ ...site, arrivedAt: 1, doneAt: 2 });
  });

  it('is not there before it has arrived, and not done before it is', () => {
    expect(arrivalFrom([available(2)])).toBeUndefined();
    expect(arrivalFrom([received(1)])?.doneAt).toBeUndefined();
  });

  it('of a return is read in the same way', () => {
    const known: KnownOfSubject[] = [
      { about: 'return', name: 'return_received', happenedAt: 1, ...site },
      { about: 'return', name: 'return_inspected', happenedAt: 2 },
    ];
    expect(arrivalFrom(known)).toEqual({ ...site, arrivedAt: 1, doneAt: 2 });
  });

  it('is flagged if it was done a millisecond before it arrived, and not if both happened at once', () => {
    expect(arrivalSuspicionsOf({ ...site, arrivedAt: 2, doneAt: 1 })).toEqual(['DONE_BEFORE_ARRIVAL']);
    expect(arrivalSuspicionsOf({ ...site, arrivedAt: 2, doneAt: 2 })).toEqual([]);
    expect(arrivalSuspicionsOf({ ...site, arrivedAt: 2, doneAt: undefined })).toEqual([]);
  });

  it('does not change by a fact that is repeated later', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3 }), (later) => {
        const known = [received(1), available(2)];
        expect(arrivalFrom([...known, received(later), available(later)])).toEqual(arrivalFrom(known));
      }),
    );
  });
});

describe('a check', () => {
  it('is the first one: counting again cures the record, not the count', () => {
    expect(checkFrom([counted(1, false), counted(2, true)])).toEqual({ ...site, at: 1, isRight: false });
  });

  it('is not there before something was checked', () => {
    expect(checkFrom([])).toBeUndefined();
  });
});
