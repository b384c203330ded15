import { describe, expect, it } from 'vitest';
import { writtenText } from './written-text.js';

const refused = (reason: string, field = 'reason') => expect.objectContaining({ reason, field });

describe('a text that a person writes for others', () => {
  it('is kept as it is, up to 500 characters', () => {
    for (const text of ['Verspätet: 雪', 'r'.repeat(500)]) expect(writtenText(text)).toBe(text);
  });

  it.each([
    ['empty', ''],
    ['blank', ' '],
    ['of 501 characters', 'r'.repeat(501)],
    ['of two lines, of which the second pretends to be another entry', 'late\napproved by finn'],
    ['with an escape that overwrites what stands above it', 'late\u001b[1A\u001b[2K'],
  ])('is refused when it is %s', (_, text) => {
    expect(() => writtenText(text, 'text')).toThrow(refused('REASON_MISSING', 'text'));
  });

  it('is refused with what looks like personal data or a secret', () => {
    for (const text of ['ask anna@example.com', 'with Bearer abcd1234'])
      expect(() => writtenText(text)).toThrow(refused('EVIDENCE_INVALID'));
  });
});
