import { describe, expect, it } from 'vitest';
import { handOffsOf, longestWait } from './hand-offs.js';

const handed = (happenedAt: number, toUnit: string) => ({ name: 'transferred', happenedAt, toUnit });
const taken = (happenedAt: number) => ({ name: 'taken_over', happenedAt });

describe('the hand-offs of a contact', () => {
  it.each([
    ['are none where it was not handed on', [taken(1)], []],
    ['wait until a person goes on with it', [handed(1, 'b')], [{ at: 1, toUnit: 'b', takenOverAt: undefined }]],
    ['end when a person goes on with it', [handed(1, 'b'), taken(4)], [{ at: 1, toUnit: 'b', takenOverAt: 4 }]],
    ['may end at once', [handed(1, 'b'), taken(1)], [{ at: 1, toUnit: 'b', takenOverAt: 1 }]],
    ['do not end before they begin', [taken(0), handed(1, 'b')], [{ at: 1, toUnit: 'b', takenOverAt: undefined }]],
    [
      'end at the first of several reports',
      [handed(1, 'b'), taken(4), taken(6)],
      [{ at: 1, toUnit: 'b', takenOverAt: 4 }],
    ],
  ])('%s', (_, known, handOffs) => {
    expect(handOffsOf(known)).toEqual(handOffs);
  });

  it('of a team that hands it on without working on it end there', () => {
    expect(handOffsOf([handed(1, 'b'), handed(5, 'c'), taken(5)])).toEqual([
      { at: 1, toUnit: 'b', takenOverAt: 5 },
      { at: 5, toUnit: 'c', takenOverAt: 5 },
    ]);
  });
});

describe('the longest wait for an owner', () => {
  const waited = (at: number, takenOverAt: number | undefined) => ({ at, toUnit: 'b', takenOverAt });

  it('is the first of the longest ones, and the longest is one that did not end', () => {
    expect(longestWait([])).toBeUndefined();
    expect(longestWait([waited(1, 2), waited(5, 9), waited(10, 14)])).toEqual(waited(5, 9));
    expect(longestWait([waited(1, 99), waited(100, undefined)])).toEqual(waited(100, undefined));
  });
});
