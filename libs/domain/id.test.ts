import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemOfId } from './id.js';

describe('an id', () => {
  it.each([
    ['with the hash that Shopify writes', '#1001'],
    ['with a blank and a slash', 'DE 4711/2'],
    ['with an umlaut', 'Bestellung-\u00C47'],
    ['of one character', 'x'],
    ['in Chinese', '订单七'],
    ['with quotes and commas, which a file must quote', `"a", 'b'`],
    ['with the letter i without a dot, which is its own NFC', 'ırmak-1'],
    ['of 128 characters', 'x'.repeat(128)],
    ['of 128 characters that take two UTF-16 units each', '\u{1F4E6}'.repeat(128)],
  ])('%s is taken', (_, id) => expect(problemOfId(id)).toBeUndefined());

  it.each([
    ['of no character', '', 'is empty'],
    ['of 129 characters', 'x'.repeat(129), 'has 129 characters'],
    ['of 129 characters that take two UTF-16 units each', '\u{1F4E6}'.repeat(129), 'has 129 characters'],
    ['with a blank before it', ' 1001', 'begins or ends with a blank'],
    ['with a blank after it', '1001 ', 'begins or ends with a blank'],
    ['of a blank only', ' ', 'begins or ends with a blank'],
    ['with a NUL', '10\u000001', 'holds U+0000'],
    ['with a line break', '10\n01', 'holds U+000A'],
    ['with an escape character, which could colour a terminal', '\u001B[31m', 'holds U+001B'],
    ['with a C1 control character', '10\u008501', 'holds U+0085'],
    ['with a line separator', '10\u202801', 'holds U+2028'],
    ['with a no-break space, which looks like a blank', 'DE\u00A04711', 'holds U+00A0'],
    ['with an ideographic space', 'DE\u30004711', 'holds U+3000'],
    ['with a zero-width space', '10\u200B01', 'holds U+200B'],
    ['with a zero-width joiner', '10\u200D01', 'holds U+200D'],
    ['with a soft hyphen', '10\u00AD01', 'holds U+00AD'],
    ['with a byte order mark', '\uFEFF1001', 'holds U+FEFF'],
    ['with a mark that turns the direction of writing', '10\u202E01', 'holds U+202E'],
    ['with a variation selector', '10\uFE0F01', 'holds U+FE0F'],
    ['with a Hangul filler', '10\u316401', 'holds U+3164'],
    ['with a private character', '10\uE00001', 'holds U+E000'],
    ['with half of a surrogate pair', '10\uD80001', 'is not valid UTF-8'],
    ['whose bytes were not UTF-8', '10\uFFFD01', 'is not valid UTF-8'],
    ['in the other spelling of an umlaut', 'Bestellung-A\u03087', 'is not in Unicode normal form C'],
    ['with the sign of the unit Angstrom, which NFC writes as a letter', '\u212B1', 'is not in Unicode normal form C'],
  ])('%s is refused', (_, id, problem) => expect(problemOfId(id)?.problem).toContain(problem));

  it('that is taken is the only spelling of itself, survives UTF-8, and is one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 140 }), (id) => {
        fc.pre(problemOfId(id) === undefined);
        expect(Buffer.from(id).toString()).toBe(id);
        expect(id.normalize('NFC')).toBe(id);
        expect(id.trim()).toBe(id);
        expect(id.split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });
});
