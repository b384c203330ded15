/** What moves the cursor of a terminal or turns the direction of writing; the ends of lines that `cx` itself writes stay. */
const DISGUISING = /\r(?!\n)|(?![\t\n\r])[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/**
 * A text as a terminal shows it without obeying it: each control character as the six characters by which JSON writes it. Texts come from other
 * people and from feeds, and one could hide a line of what is printed. In JSON the meaning stays.
 */
export function printable(text: string): string {
  return text.replace(DISGUISING, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
