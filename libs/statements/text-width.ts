import type { Font } from './pdf-file.js';

/** Widths of the characters 32 to 126 in thousandths of the size, by the metrics that Adobe published for its core fonts. */
const PLAIN = widths(
  '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556',
  '1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556',
  '333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584',
);
const BOLD = widths(
  '278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611',
  '975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556',
  '333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584',
);
const CODE_WIDTH = 600;
/** Of a character that is not in the lists: that of most letters. */
const OTHER = 556;

/** Width of a text in points. */
export function textWidth(text: string, font: Font, size: number): number {
  const of = (code: number) => (font === 'code' ? CODE_WIDTH : ((font === 'bold' ? BOLD : PLAIN)[code - 32] ?? OTHER));
  const thousandths = [...text].reduce((sum, one) => sum + of(one.codePointAt(0) ?? 0), 0);
  return (thousandths * size) / 1_000;
}

/** A text in lines that are not wider than a width; a word that is too long for a line is split. */
export function wrapped(text: string, font: Font, size: number, width: number): readonly string[] {
  const fits = (line: string) => textWidth(line, font, size) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => pieces(one, fits))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && !fits(longer)) lines.push(line);
    line = line !== '' && !fits(longer) ? word : longer;
  }
  return [...lines, line];
}

function pieces(word: string, fits: (line: string) => boolean): string[] {
  const parts: string[] = [];
  let part = '';
  for (const one of word) {
    if (part !== '' && !fits(part + one)) {
      parts.push(part);
      part = '';
    }
    part += one;
  }
  return [...parts, part];
}

function widths(...lines: readonly string[]): readonly number[] {
  return lines.join(' ').split(' ').map(Number);
}
