import stringWidth from 'string-width';

/** Columns that a text takes in a terminal: two for a wide character, none for a combining one. */
export function widthOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}

/** Columns of the terminal behind a stream; infinite for a file, a pipe, and a terminal that does not know its size. */
export function columnsOf({ columns = 0 }: { readonly columns?: number }): number {
  return columns > 0 ? columns : Number.POSITIVE_INFINITY;
}

/**
 * A text in lines of at most so many columns. A line that is too long is broken between words, and goes on two columns right of
 * where it began. A word that is longer than a line stays whole, so that it can be copied.
 */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (widthOf(line) <= width ? [line] : wrapLine(line, width)))
    .join('\n');
}

function wrapLine(line: string, width: number): string[] {
  const [indent = ''] = /^ */.exec(line) ?? [];
  const lines: string[] = [];
  let current = indent;
  // Blanks belong to the word before them, so that columns inside a line stay apart.
  for (const word of line.slice(indent.length).match(/\S+\s*/g) ?? []) {
    const isFirst = current.trim() === '';
    if (!isFirst && widthOf(`${current}${word.trimEnd()}`) > width) {
      lines.push(current.trimEnd());
      current = `${indent}  ${word}`;
    } else current += word;
  }
  return [...lines, current.trimEnd()];
}
