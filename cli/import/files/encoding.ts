/** How the bytes of a file are read as text. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What a byte order mark says; undefined when there is none. */
export function encodingOfMark(first: Uint8Array): Encoding | undefined {
  const [a, b, c] = first;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return undefined;
}

/** The encoding as people say it. */
export function encodingName(encoding: Encoding): string {
  return { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16', 'windows-1252': 'Windows-1252' }[encoding];
}

/** The characters 0x80 to 0x9f of Windows-1252. Node 20 takes that name for Latin 1, so we bring the difference ourselves. */
const WINDOWS =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** Decodes the pieces of a file one after the other. Bytes that are no text become U+FFFD. */
export interface Decoder {
  readonly decode: (bytes: Buffer) => string;
  /** What is left at the end of the file. */
  readonly end: () => string;
}

export function decoderOf(encoding: Encoding): Decoder {
  if (encoding === 'windows-1252') {
    const character = (one: string) => WINDOWS[one.charCodeAt(0) - 0x80] ?? one;
    return { decode: (bytes) => bytes.toString('latin1').replace(/[\x80-\x9f]/g, character), end: () => '' };
  }
  const decoder = new TextDecoder(encoding);
  return { decode: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

/**
 * The bytes of a text, as the file had them. A spreadsheet recognises UTF-8 and UTF-16 by the mark at the beginning, so a file
 * that we write begins with one.
 *
 * @param isBeginning  whether this is the beginning of the file
 */
export function encoded(text: string, encoding: Encoding, isBeginning: boolean): Buffer {
  const marked = isBeginning && encoding !== 'windows-1252' ? `\uFEFF${text}` : text;
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(marked, 'utf8');
    case 'utf-16le':
      return Buffer.from(marked, 'utf16le');
    case 'utf-16be':
      return Buffer.from(marked, 'utf16le').swap16();
    case 'windows-1252':
      return Buffer.from(Array.from(marked, windowsByte));
  }
}

/** A question mark stands for a character that Windows-1252 does not have. */
function windowsByte(character: string): number {
  const place = WINDOWS.indexOf(character);
  if (place !== -1) return place + 0x80;
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? code : 0x3f;
}
