/** Control characters, separators of lines, and marks that turn the direction of writing. */
export const DISGUISING = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;

/**
 * Whether a text that a person wrote is one line which looks as it is. With a control character a text could move the cursor of a terminal, and so
 * show another person other words than those that stand there; two people sign what they read.
 */
export function isOneLine(text: string): boolean {
  return !DISGUISING.test(text);
}

/** Whether a text says something, in one line. */
export function isWritten(text: string): boolean {
  return text.trim() !== '' && isOneLine(text);
}
