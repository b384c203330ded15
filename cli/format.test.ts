import { describe, expect, it } from 'vitest';
import { exactPoints, grouped, minute, percent, points, signed, table } from './format.js';

describe('numbers for people', () => {
  it.each([
    [834_271n, '83.4'],
    [834_500n, '83.5'], // a half goes up
    [0n, '0.0'],
    [undefined, '-'],
  ])('an index of %s E4 reads %s', (e4, text) => expect(points(e4)).toBe(text));

  it.each([
    [62_000n, '+6.2'],
    [-62_000n, '-6.2'],
    [-400n, '+0.0'], // too little to be called a fall
  ])('a change of %s E4 reads %s', (e4, text) => expect(signed(e4)).toBe(text));

  it('HR sees every digit', () => {
    expect(exactPoints(834_271n)).toBe('83.4271');
    expect(exactPoints(-5n)).toBe('-0.0005');
  });

  it('a rate reads as per cent with two places', () => expect(percent(1_776n, 1_866n)).toBe('95.18 %'));
  it('a rate of nothing is not zero', () => expect(percent(0n, 0n)).toBe('-'));
  it('thousands are set apart', () => expect(grouped(1_234_567n)).toBe('1,234,567'));

  it.each([
    [new Date('2018-08-03T12:00:59.999Z'), '2018-08-03T12:00Z'], // the minute that has begun
    [undefined, ''],
  ])('the instant %s reads "%s"', (instant, text) => expect(minute(instant)).toBe(text));

  it('columns stand under each other and no line ends in blanks', () => {
    expect(
      table(
        [
          ['a', '1'],
          ['bcd', '22'],
        ],
        ['left', 'right'],
      ),
    ).toEqual(['  a     1', '  bcd  22']);
  });
});
