import { describe, expect, it } from 'vitest';
import { RULING_OUTCOMES } from '#libs/domain/ruling.js';
import { UsageError } from '../command.js';
import { typed, typedWord } from './typed-word.js';

describe('a typed word', () => {
  it('is a word of the enumeration, in small letters and with hyphens', () => {
    expect(typed(RULING_OUTCOMES)).toBe('dismissed, taken-out, charged');
    expect(typedWord('outcome', 'taken-out', RULING_OUTCOMES)).toBe(RULING_OUTCOMES.numberOf('TAKEN_OUT'));
  });

  it.each([
    ['takenout', 'takenout is no outcome. Did you mean taken-out?'],
    ['x', 'x is no outcome. It is one of dismissed, taken-out, charged.'],
    ['TAKEN_OUT', 'TAKEN_OUT is no outcome. Did you mean taken-out?'],
  ])('%s is refused with what was meant', (text, message) => {
    expect(() => typedWord('outcome', text, RULING_OUTCOMES)).toThrow(new UsageError(message));
  });
});
