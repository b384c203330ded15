import type { EnumWords } from '#libs/domain/enum-words.js';
import { didYouMean } from '#libs/domain/nearest.js';
import { UsageError } from '../command.js';

/** The words of an enumeration as one types them: "taken-out" of TAKEN_OUT. */
export function typed({ words }: { readonly words: readonly string[] }): string {
  return words.map(asTyped).join(', ');
}

/**
 * The number of a typed word.
 *
 * @param what  the word is, for the message: "ground"
 * @throws {UsageError} for another word, with the one that was probably meant
 */
export function typedWord<Numbers extends Readonly<Record<string, number>>>(
  what: string,
  text: string,
  words: EnumWords<Numbers>,
): number {
  const found = words.words.find((word) => asTyped(word) === text);
  if (found !== undefined) return words.numberOf(found);
  throw new UsageError(
    `${text} is no ${what}.${didYouMean(text, words.words.map(asTyped)) || ` It is one of ${typed(words)}.`}`,
  );
}

function asTyped(word: string): string {
  return word.toLowerCase().replaceAll('_', '-');
}
