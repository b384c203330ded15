/**
 * Ids as the systems of a company write them: "#1001", "DE 4711/2", "Bestellung-Ä7". An id is kept exactly as it is reported.
 * An id that could be written in two ways that look alike is refused, because it would become two cases.
 */

/** The most characters (Unicode code points) of an id. */
export const ID_CHARACTERS = 128;

/** What is wrong with an id, and what its sender has to change. Both are parts of a sentence. */
export interface IdProblem {
  readonly problem: string;
  readonly cure: string;
}

/** The replacement character: what a decoder writes where the bytes were not UTF-8. */
const NOT_UTF8 = /[\uFFFD\p{Cs}]/u;
/** Control, format, private and unassigned characters, line separators, blanks other than U+0020, and what is drawn as nothing. */
const NOT_PRINTABLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;

/** What nearly every system writes: 1 to 128 characters of ASCII. Nothing else need be asked about them, which halves the time. */
const PLAIN = /^[!-~](?:[ -~]{0,126}[!-~])?$/;

/**
 * The first thing that is wrong with an id; undefined for 1 to 128 printable Unicode characters in normal form C (NFC) that
 * neither begin nor end with a blank. The only blank is U+0020.
 */
export function problemOfId(id: string): IdProblem | undefined {
  if (PLAIN.test(id)) return undefined;
  if (id === '') return { problem: 'is empty', cure: 'send 1 to 128 printable characters' };
  if (NOT_UTF8.test(id)) return { problem: 'is not valid UTF-8', cure: 'send it as UTF-8' };
  const unprintable = NOT_PRINTABLE.exec(id)?.[0];
  if (unprintable !== undefined) {
    return { problem: `holds ${codePointName(unprintable)}, which cannot be printed`, cure: 'remove this character' };
  }
  if (id !== id.trim()) return { problem: 'begins or ends with a blank', cure: 'remove the blank' };
  if (id !== id.normalize('NFC')) {
    const problem = 'is not in Unicode normal form C, so the same text could be two ids';
    return { problem, cure: 'send it in NFC' };
  }
  const characters = [...id].length;
  if (characters <= ID_CHARACTERS) return undefined;
  return { problem: `has ${characters} characters`, cure: `send at most ${ID_CHARACTERS}` };
}

/** "U+200B" */
function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
