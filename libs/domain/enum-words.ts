/**
 * The words of an enumeration and their numbers, both ways. The numbers are those of the contract (proto enum) and of the
 * smallint columns in every database, so a word is translated in one place only.
 */
export interface EnumWords<Numbers extends Readonly<Record<string, number>>> {
  /** In the order of the table. */
  readonly words: readonly WordIn<Numbers>[];
  numberOf<Word extends WordIn<Numbers>>(word: Word): Numbers[Word];
  /** Undefined for a number that this version does not know: for numbers that come from outside. */
  find(number: number): WordIn<Numbers> | undefined;
  /** @throws {UnknownNumberError} for a number that this version does not know; there is no default */
  wordOf(number: number): WordIn<Numbers>;
}

type WordIn<Numbers> = Extract<keyof Numbers, string>;

/** The words of a table: `Word<typeof CLASSES>`. */
export type Word<Enum> = Enum extends EnumWords<infer Numbers> ? WordIn<Numbers> : never;

/** A number without a word. Where people are paid by a word, a wrong one is worse than an error. */
export class UnknownNumberError extends Error {
  constructor(
    readonly enumName: string,
    readonly number: number,
  ) {
    super(`${enumName} ${number} is not known to this version`);
    this.name = 'UnknownNumberError';
  }
}

/**
 * @param name     of the enumeration, for the error: "class"
 * @param numbers  each word's number, from 1; 0 is never sent
 */
export function enumWords<const Numbers extends Readonly<Record<string, number>>>(
  name: string,
  numbers: Numbers,
): EnumWords<Numbers> {
  const words = Object.keys(numbers) as WordIn<Numbers>[];
  const wordByNumber = new Map<number, WordIn<Numbers>>();
  for (const word of words) {
    const number = numbers[word];
    if (number === undefined || number < 1 || wordByNumber.has(number))
      throw new RangeError(`${name} ${word}: ${number} is 0 or used twice`);
    wordByNumber.set(number, word);
  }
  return {
    words,
    numberOf: (word) => numbers[word],
    find: (number) => wordByNumber.get(number),
    wordOf(number) {
      const word = wordByNumber.get(number);
      if (word === undefined) throw new UnknownNumberError(name, number);
      return word;
    },
  };
}

/** A word for people: "customer absent" of CUSTOMER_ABSENT; empty without a word. */
export function inWords(word: string | undefined): string {
  return (word ?? '').toLowerCase().replaceAll('_', ' ');
}
