import type { Objection } from '#libs/cases/facts/fact-checks.js';

/** What is wrong with a number that stands for a word of the contract. */
export function objectionToWord(
  number: number,
  words: { readonly words: readonly string[]; find(number: number): string | undefined },
  field: string,
): Objection | undefined {
  if (words.find(number) !== undefined) return undefined;
  const detail = `${field} is none of the values that this version knows: ${words.words.join(', ')}`;
  return { reason: 'CHOICE_UNKNOWN', field, detail };
}

/** The same for a word that may be left out: then the number is 0. */
export function objectionToOptionalWord(...asked: Parameters<typeof objectionToWord>): Objection | undefined {
  return asked[0] === 0 ? undefined : objectionToWord(...asked);
}

/** What is wrong with a number of things, of minutes or of minor units. */
export function objectionToQuantity(
  quantity: number,
  { from, to }: { readonly from: number; readonly to: number },
  field: string,
): Objection | undefined {
  if (Number.isInteger(quantity) && quantity >= from && quantity <= to) return undefined;
  return { reason: 'QUANTITY_INVALID', field, detail: `${field} is a whole number from ${from} to ${to}` };
}
