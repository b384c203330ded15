import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '#libs/domain/time.js';
import { at, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { promiseNotPadded as metric } from './promise-not-padded.js';

const deliveredOn = (day: string) => order({ deliveredAt: at(`${day}T15:00`) });

/** Ten days were promised: from 1 to 11 March. */
describe('a promise of ten days', () => {
  it.each([
    ['kept to the day is a hit', deliveredOn('2018-03-11'), 'hit'],
    ['kept six days early, 60 %, is a hit', deliveredOn('2018-03-05'), 'hit'],
    ['kept seven days early is a miss', deliveredOn('2018-03-04'), 'miss'],
    ['broken is a hit here: it was not padded', deliveredOn('2018-03-20'), 'hit'],
    ['of an order that was not delivered is not asked', order({ deliveredAt: undefined }), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the promised day, and is judged when the parcel was delivered', () => {
    const where = { unit: 'method/credit_card', day: '2018-03-11', dueAt: at('2018-03-09T15:00') };
    expect(whereOf(metric, order())).toEqual(where);
  });

  it('may be early by the share that its definition says', () => {
    const half = redefine(metric, { definition: 2, parameters: { mostEarlyPpm: 500_000 } });
    expect(verdictOf(half, deliveredOn('2018-03-06'))).toBe('hit');
    expect(verdictOf(half, deliveredOn('2018-03-05'))).toBe('miss');
  });

  it('is judged as the fraction 3/5 judges it, whatever was promised', () => {
    fc.assert(
      fc.property(fc.nat(90), fc.integer({ min: -5, max: 120 }), (promised, taken) => {
        const promisedDay = addDays('2018-03-01', promised);
        const day = addDays('2018-03-01', taken);
        const of = order({ placed: { promisedDay }, deliveredAt: at(`${day}T15:00`) });
        const isHit = 5 * daysBetween(day, promisedDay) <= 3 * promised;
        expect(verdictOf(metric, of)).toBe(isHit ? 'hit' : 'miss');
      }),
    );
  });
});
