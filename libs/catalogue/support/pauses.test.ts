import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pausesOf, pausesUntil } from './pauses.js';

const began = (happenedAt: number) => ({ name: 'waiting_began', happenedAt });
const ended = (happenedAt: number) => ({ name: 'waiting_ended', happenedAt });

describe('waiting for the customer', () => {
  it.each([
    ['that began and ended is one pause', [began(1), ended(5)], [{ from: 1, until: 5 }]],
    [
      'twice is two pauses',
      [began(1), ended(5), began(7), ended(9)],
      [
        { from: 1, until: 5 },
        { from: 7, until: 9 },
      ],
    ],
    ['that did not end is open', [began(1), ended(5), began(7)], [{ from: 1, until: 5 }, { from: 7 }]],
    ['reported as begun twice began the first time', [began(1), began(3), ended(5)], [{ from: 1, until: 5 }]],
    ['reported as ended twice ended the first time', [began(1), ended(5), ended(8)], [{ from: 1, until: 5 }]],
    ['that ended without a begin is none', [ended(5)], []],
    ['that began and ended at one instant is none', [ended(5), began(5)], []],
    ['is not known from other facts', [{ name: 'received', happenedAt: 1 }], []],
  ])('%s', (_, events, pauses) => {
    expect(pausesOf(events)).toEqual(pauses);
  });

  it('is the same in whatever order the facts arrive, and pauses do not overlap', () => {
    const event = fc.record({
      name: fc.constantFrom('waiting_began', 'waiting_ended'),
      happenedAt: fc.nat(30),
    });
    const events = fc.array(event, { maxLength: 12 });
    const shuffled = events.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        const pauses = pausesOf(all);
        expect(pausesOf(other)).toEqual(pauses);
        for (const [place, { from, until }] of pauses.entries()) {
          if (until === undefined) expect(place).toBe(pauses.length - 1);
          else expect(from).toBeLessThan(until);
          if (place > 0) expect(pauses[place - 1]?.until).toBeLessThanOrEqual(from);
        }
      }),
    );
  });
});

describe('what was waited for', () => {
  const pauses = [{ from: 1, until: 5 }, { from: 7 }];

  it('ends every wait', () => {
    expect(pausesUntil(pauses, 3)).toEqual([
      { from: 1, until: 3 },
      { from: 7, until: 3 },
    ]);
    expect(pausesUntil(pauses, 9)).toEqual([
      { from: 1, until: 5 },
      { from: 7, until: 9 },
    ]);
  });

  it('changes nothing while it has not happened', () => {
    expect(pausesUntil(pauses, undefined)).toEqual(pauses);
  });
});
