import { DISGUISING } from '#libs/domain/one-line.js';

/** The tabulators and ends of lines that `cx` itself writes stay. */
const TO_SHOW = new RegExp(`(?!\\t|\\r?\\n)${DISGUISING.source}`, 'gu');

/**
 * A text as a terminal shows it without obeying it: each control character as the six characters by which JSON writes it. Texts come from other
 * people and from feeds, and one could hide a line of what is printed. In JSON the meaning stays.
 */
export function printable(text: string): string {
  return text.replace(TO_SHOW, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
