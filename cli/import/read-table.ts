import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type CsvError, parse } from 'csv-parse/sync';
import type { Zone } from '#libs/domain/time.js';
import { type Column, mistakeInCell, type RowOf } from './columns.js';
import { unreadable } from './files/open-text.js';
import { mistakesInHeader, separatorOf } from './header.js';
import { FileError, type Mistake } from './mistakes.js';

/** A file of rows, with everything that is wrong in it. */
export interface Table<Columns extends readonly Column[]> {
  /** Rows without mistakes, in the order of the file. */
  readonly rows: readonly RowOf<Columns>[];
  readonly mistakes: readonly Mistake[];
}

/** A row of the file before it is checked. */
interface RawRow {
  readonly cells: readonly string[];
  /** Where it begins, from 1. */
  readonly line: number;
}

/**
 * Reads a CSV file with a header, plain or gzip. The separator is found: comma, semicolon or tab. A byte order mark, CRLF, blank
 * lines and line breaks inside quotes are fine; columns that are not asked for are ignored.
 *
 * @param zone  of timestamps without an offset, for rows without a zone of their own; undefined when none was named
 * @throws {FileError}  when the file cannot be read at all; mistakes inside it are returned
 */
export async function readTable<const Columns extends readonly Column[]>(
  file: string,
  columns: Columns,
  zone: Zone | undefined,
): Promise<Table<Columns>> {
  const { records, broken } = recordsOf(file, await textOf(file), columns);
  const [header = { cells: [], line: 1 }, ...body] = records;
  const inHeader = mistakesInHeader(header.cells, columns).map((wrong) => ({ file, line: header.line, ...wrong }));
  if (inHeader.length > 0) return { rows: [], mistakes: [...inHeader, ...broken] };

  const places = columns.map(({ name }) => header.cells.indexOf(name));
  const rows: RowOf<Columns>[] = [];
  const mistakes: Mistake[] = [];
  for (const { cells, line } of body) {
    const values = places.map((place) => cells[place] ?? '');
    const row = Object.fromEntries(columns.map(({ name }, index) => [name, values[index]])) as RowOf<Columns>;
    const found = mistakesInRow(cells, header.cells.length, columns, values, (row as { zone?: string }).zone || zone);
    if (found.length === 0) rows.push(row);
    for (const wrong of found) mistakes.push({ file, line, canSkip: true, ...wrong });
  }
  return { rows, mistakes: [...mistakes, ...broken] };
}

function mistakesInRow(
  cells: readonly string[],
  width: number,
  columns: readonly Column[],
  values: readonly string[],
  zone: Zone | undefined,
): Pick<Mistake, 'column' | 'problem' | 'cure'>[] {
  if (cells.length !== width) {
    const problem = `the row has ${cells.length} cells, the header ${width}`;
    return [{ problem, cure: 'add what is missing, or put quotes around a cell that holds the separator' }];
  }
  return columns.flatMap((column, index) => {
    const wrong = mistakeInCell(column, values[index] ?? '', zone);
    return wrong === undefined ? [] : [{ column: column.name, ...wrong }];
  });
}

/** The rows of a text up to the first place where its quotes do not match: what follows cannot be told apart. */
function recordsOf(file: string, text: string, columns: readonly Column[]): { records: RawRow[]; broken: Mistake[] } {
  let error: CsvError | undefined;
  const parsed = parse(text, {
    delimiter: separatorOf(text, columns),
    info: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    skip_records_with_error: true,
    on_skip: (skipped) => {
      error ??= skipped;
    },
  }) as unknown as { record: string[]; info: { lines: number } }[];
  const detected = error === undefined ? Number.POSITIVE_INFINITY : Number(error['lines']);
  const before = parsed.filter(({ info }) => info.lines < detected);
  // The parser gives the line on which a row ends.
  const records = before.map(({ record, info }) => ({ cells: record, line: info.lines - breaksIn(record) }));
  if (error === undefined) return { records, broken: [] };
  const line = firstFilledLine(text, before.at(-1)?.info.lines ?? 0);
  const cure = 'close the quote, and write a quote inside a quoted cell twice: ""';
  return { records, broken: [{ file, line, problem: 'a quote does not match', cure, canSkip: false }] };
}

function breaksIn(record: readonly string[]): number {
  return record.join('').split('\n').length - 1;
}

/** The number of the first line that is not blank after so many lines. */
function firstFilledLine(text: string, after: number): number {
  const lines = text.split('\n');
  return lines.findIndex((line, index) => index >= after && line.trim() !== '') + 1;
}

const unzip = promisify(gunzip);

/** The text of a file, its lines ending with \n. */
async function textOf(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    const plain = file.endsWith('.gz') ? await unzip(bytes) : bytes;
    if (plain.length > 1 && [0xfe_ff, 0xff_fe].includes(plain.readUInt16BE(0)))
      throw new FileError([{ file, problem: 'the file is UTF-16', cure: 'save it as UTF-8', canSkip: false }]);
    return plain
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .replaceAll(/\r\n?/g, '\n');
  } catch (error) {
    throw unreadable(file, error);
  }
}
