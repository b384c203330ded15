import { grouped } from '../format.js';

/** Something in an imported file that must be corrected before it can be sent. */
export interface Mistake {
  readonly file: string;
  /** From 1; the line on which a row begins. Undefined when it is about the whole file. */
  readonly line?: number;
  readonly column?: string;
  /** "\"yesterday\" is not a point in time" */
  readonly problem: string;
  /** What to do: "write 2018-03-02T14:10:00+01:00". */
  readonly cure: string;
}

/** Files with mistakes, or that cannot be read. Nothing of them was sent. */
export class FileError extends Error {
  constructor(
    readonly mistakes: readonly Mistake[],
    options?: ErrorOptions,
  ) {
    super(listed(mistakes).join('\n'), options);
  }
}

/** A file beside the imported one cannot be written: the disk is full, or the folder must not be written to. */
export function notWritable(file: string, error: unknown): FileError {
  const problem = `cannot be written: ${error instanceof Error ? error.message : error}`;
  const cure = 'free space or allow it, then type the same command again; it goes on where it was';
  return new FileError([{ file, problem, cure }], { cause: error });
}

const SHOWN = 20;

/** One line for each of the first 20 mistakes, and how many more there are. */
export function listed(mistakes: readonly Mistake[]): string[] {
  const more = mistakes.length - SHOWN;
  return [
    ...mistakes.slice(0, SHOWN).map(lineOf),
    ...(more > 0 ? [`and ${grouped(more)} more mistake${more === 1 ? '' : 's'}`] : []),
  ];
}

function lineOf({ file, line, column, problem, cure }: Mistake): string {
  const where = [file, ...(line === undefined ? [] : [`line ${line}`]), ...(column === undefined ? [] : [column])];
  return `${where.join(', ')}: ${problem}; ${cure}`;
}
