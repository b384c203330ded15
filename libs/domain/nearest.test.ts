import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from './nearest.js';

const COMMANDS = ['index list', 'index get', 'explain', 'doctor', 'metrics'];

describe('the word that was probably meant', () => {
  it.each([
    ['indx get', 'index get'], // a letter is missing
    ['explian', 'explain'], // two letters swapped
    ['Doctor', 'doctor'], // case does not matter
    ['metric', 'metrics'],
  ])('of %s is %s', (typed, meant) => expect(nearest(typed, COMMANDS)).toBe(meant));

  it('is not guessed when nothing is near', () => {
    expect(nearest('frobnicate', COMMANDS)).toBeUndefined();
    expect(didYouMean('frobnicate', COMMANDS)).toBe('');
  });

  it('is the one that begins so, before one that differs in fewer letters', () => {
    expect(nearest('handed', ['packed', 'handed_over_at_last', 'handed_over'])).toBe('handed_over');
    expect(nearest('han', ['packed', 'handed_over'])).toBeUndefined();
  });

  it('may differ in a third of its letters and no more', () => {
    expect(nearest('docxxr', ['doctor'])).toBe('doctor'); // 2 of 6
    expect(nearest('doxxxr', ['doctor'])).toBeUndefined(); // 3 of 6
  });
});
