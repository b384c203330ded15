import { problemOfId } from './id.js';

/**
 * A part of a case: a parcel of an order, a contact of an issue. It is named as its feed names it and follows the rule
 * for ids. WHOLE stands for the case as a whole, and for cases that have no parts.
 */
export type Part = string;

export const WHOLE: Part = '';

/** Whether a text can name a part, or stands for the whole case. */
export function isPart(text: string): text is Part {
  return text === WHOLE || problemOfId(text) === undefined;
}

/** What may be about a part of a case; without a part it is about the whole case. */
export interface OfPart {
  readonly part?: Part;
}

/** The name of a contradiction with the part that it concerns, "DELIVERED_TWICE 1Z999"; the name alone for the whole case. */
export function nameWithPart(name: string, part: Part): string {
  return part === WHOLE ? name : `${name} ${part}`;
}

/** Reads what `nameWithPart` wrote. A name holds no blank, and a part may. */
export function splitNameAndPart(text: string): { readonly name: string; readonly part: Part } {
  const [name = '', ...part] = text.split(' ');
  return { name, part: part.join(' ') };
}
