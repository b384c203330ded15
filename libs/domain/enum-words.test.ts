import { describe, expect, it } from 'vitest';
import { enumWords, UnknownNumberError } from './enum-words.js';

const COLORS = enumWords('color', { RED: 1, GREEN: 2 });

describe('the words of an enumeration', () => {
  it('are translated both ways', () => {
    for (const word of COLORS.words) expect(COLORS.wordOf(COLORS.numberOf(word))).toBe(word);
    expect(COLORS.numberOf('GREEN')).toBe(2);
  });

  it.each([0, 3, -1])('number %s has no word, and no default takes its place', (number) => {
    expect(COLORS.find(number)).toBeUndefined();
    expect(() => COLORS.wordOf(number)).toThrow(UnknownNumberError);
    expect(() => COLORS.wordOf(number)).toThrow(`color ${number} is not known`);
  });

  it('have one number each, and none has 0, which a contract never sends', () => {
    expect(() => enumWords('color', { RED: 1, GREEN: 1 })).toThrow(RangeError);
    expect(() => enumWords('color', { RED: 0 })).toThrow(RangeError);
  });
});
