import { describe, expect, it } from 'vitest';
import { isOneLine, isWritten } from './one-line.js';

describe('isOneLine', () => {
  it.each([
    ['plain words', 'The carrier reported it late.'],
    ['words of any language', 'Verspätet, weil 雪; متأخر'],
    ['a picture', 'done 👍🏽'],
    ['nothing', ''],
  ])('takes %s', (_, text) => {
    expect(isOneLine(text)).toBe(true);
  });

  it.each([
    ['a second line', 'late\napproved by finn'],
    ['a return that overwrites the line', 'late\rapproved'],
    ['a tabulator', 'late\tapproved'],
    ['an escape that clears a terminal', '\u001b[2Japproved'],
    ['the escape of eight bits', '\u009b2J'],
    ['a character that is deleted', 'no\u007f'],
    ['zero', 'a\u0000'],
    ['a separator of lines', 'late\u2028approved'],
    ['a separator of paragraphs', 'late\u2029approved'],
    ['letters that are read from the right', '\u202e00.001'],
    ['an isolated direction', '\u2067001'],
  ])('refuses %s', (_, text) => {
    expect(isOneLine(text)).toBe(false);
  });
});

describe('isWritten', () => {
  it.each([
    ['The carrier reported it late.', true],
    ['', false],
    ['   ', false],
    ['late\napproved', false],
  ])('%j: %s', (text, written) => {
    expect(isWritten(text)).toBe(written);
  });
});
