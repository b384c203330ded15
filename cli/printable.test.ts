import { expect, it } from 'vitest';
import { printable } from './printable.js';

it.each([
  ['an escape', 'late \u001b[1A\u001b[2Kapproved', 'late \\u001b[1A\\u001b[2Kapproved'],
  ['a return inside a line', 'held\rfree', 'held\\u000dfree'],
  ['the escape of eight bits', '\u009b2J', '\\u009b2J'],
  ['a direction', '\u202e001', '\\u202e001'],
])('%s is shown and not obeyed', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

it.each(['two\nlines', 'two\r\nlines', 'a\ttabulator', 'Verspätet 雪 👍🏽'])('%j stays as it is', (text) => {
  expect(printable(text)).toBe(text);
});

it('leaves the meaning of JSON', () => {
  const value = { reason: 'a\u009b2J\u202e', other: 'b\u001b\n' };
  expect(JSON.parse(printable(JSON.stringify(value, undefined, 2)))).toEqual(value);
});
