/** What the audit log takes as a word. */
const WITH_DIGITS = /^(?=.*\d)[A-Za-z0-9_.:/~-]+$/;
const MOST = 100;

/**
 * The words of a reason that hold a digit, for the audit log: "request 2026-114" gives "2026-114". The log takes no sentence, which may name a
 * person; the number of the request leads to everything else.
 *
 * @returns at most 100 characters; empty when no word holds a digit
 */
export function numbersIn(reason: string): string {
  const numbers = reason.split(/\s+/).map((word) => word.replace(/^\W+|\W+$/g, ''));
  return numbers
    .filter((word) => WITH_DIGITS.test(word))
    .join('/')
    .slice(0, MOST);
}
