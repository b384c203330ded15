import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkExpression } from './check.js';
import { KNOWN, PRICES } from './fixtures/price-seen.js';
import { EXPRESSION_REASONS } from './mistake.js';
import { TYPE_NAMES } from './types.js';

describe('checkExpression', () => {
  it('never throws, whatever the text is', () => {
    const piece = fc.constantFrom(
      ...[
        'price_seen',
        '.',
        'raised',
        'has(',
        '(',
        ')',
        '[',
        ']',
        '{',
        '}',
        ' && ',
        ' || ',
        '!',
        '-',
        '?',
        ':',
        ',',
        ' ',
      ],
      ...[
        '1',
        '9223372036854775808',
        '1.5',
        '"a"',
        "'",
        '"',
        '`',
        'b"x"',
        'r"\\',
        '\\u{',
        'true',
        'null',
        '.exists(x, ',
        'x',
      ],
      ...[
        ' in ',
        ' == ',
        ' < ',
        ' + ',
        '*',
        '/',
        '%',
        'endOfDay(',
        'day("2027-01-01")',
        '__proto__',
        'constructor',
        '\u0000',
        '@facts',
      ],
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary' }),
    );
    const known = [...Object.keys(EXPRESSION_REASONS), 'CALENDAR_UNKNOWN', 'ZONE_UNKNOWN'];
    fc.assert(
      fc.property(text, fc.constantFrom(...TYPE_NAMES), (written, gives) => {
        const checked = checkExpression(written, gives, PRICES, KNOWN);
        for (const { offset, reason, problem, cure } of checked.kind === 'mistakes' ? checked.mistakes : []) {
          expect(known).toContain(reason);
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset).toBeLessThanOrEqual(written.length);
          expect(problem.length * cure.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 3_000, interruptAfterTimeLimit: 5_000 },
    );
  });
});
