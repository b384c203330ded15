import { describe, expect, it } from 'vitest';
import { at, contact } from '#test/catalogue/examples.js';
import { movesBeforeAnswer, movesOf, suspicionsOfMoves, withKnownCalendars } from './moves.js';

const moved = (happenedAt: number, calendar: string) => ({ name: 'moved', happenedAt, calendar });
const move = (wallTime: string, calendar: string) => ({ at: at(wallTime), calendar });
const hasOnly =
  (...names: readonly string[]) =>
  (name: string) =>
    names.includes(name);

describe('the moves of a contact', () => {
  it('are in order of time, and those of one instant as they are known', () => {
    const known = [moved(5, 'b'), { name: 'received', happenedAt: 1 }, moved(3, 'a'), moved(5, 'c')];
    expect(movesOf(known).map(({ calendar }) => calendar)).toEqual(['a', 'b', 'c']);
  });

  it('end with the answer', () => {
    const moves = [move('2018-03-01T10:29', 'a'), move('2018-03-01T10:30', 'b'), move('2018-03-01T10:31', 'c')];
    expect(movesBeforeAnswer(contact({ moves }))).toEqual(moves.slice(0, 1));
    expect(movesBeforeAnswer(contact({ moves, answeredAt: undefined }))).toEqual(moves);
  });

  it('to a calendar that the company does not have are left out and flagged, if they come before the answer', () => {
    const moves = [move('2018-03-01T10:10', 'a'), move('2018-03-01T10:40', 'b')];
    expect(withKnownCalendars(contact({ moves }), hasOnly('b')).moves).toEqual(moves.slice(1));
    expect(withKnownCalendars(contact({ moves }), hasOnly('a', 'b')).moves).toEqual(moves);
    expect(suspicionsOfMoves(contact({ moves }), hasOnly('b'))).toEqual(['MOVED_TO_UNKNOWN_CALENDAR']);
    expect(suspicionsOfMoves(contact({ moves }), hasOnly('a'))).toEqual([]);
    const unanswered = contact({ moves, answeredAt: undefined, part: 'c 2' });
    expect(suspicionsOfMoves(unanswered, hasOnly('a'))).toEqual(['MOVED_TO_UNKNOWN_CALENDAR c 2']);
  });
});
