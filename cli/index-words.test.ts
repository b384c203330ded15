import { describe, expect, it } from 'vitest';
import { Index } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { eventLines } from './index-words.js';

const counts = { hits: 412n, cases: 1_200n, waiting: 0n };

describe('what events took out', () => {
  it('is a line for each, with the index that would be without it', () => {
    const events = [
      { event: 'event/ice', takenOut: counts, indexWithoutE4: 612_345n },
      { event: 'event/strike', takenOut: counts },
    ];
    expect(eventLines(Index.fromPartial({ events }))).toEqual([
      '  taken out by event/ice: 412 hits of 1,200 cases; without the event the index would be 61.2',
      '  taken out by event/strike: 412 hits of 1,200 cases; without the event the index would not be measured',
    ]);
  });

  it('is no line where none was declared', () => {
    expect(eventLines(Index.fromPartial({}))).toEqual([]);
  });

  it('name what rulings took out, and the index without them', () => {
    const rulings = { takenOut: { hits: 2n, cases: 9n }, chargedToOthers: { cases: 30n }, indexWithoutE4: 612_000n };
    expect(eventLines(Index.fromPartial({ rulings }))).toEqual([
      '  taken out by rulings: 2 hits of 9 cases, 30 charged to others; without rulings the index would be 61.2',
    ]);
  });
});
