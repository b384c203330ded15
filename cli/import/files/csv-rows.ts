import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import type { FileForm } from './file-form.js';
import type { BadRow, BrokenFile } from './file-row.js';
import { textOf } from './open-text.js';

/** A row with the line on which it begins. The first one is the header. */
export interface CsvRow {
  readonly kind: 'csv';
  readonly record: readonly string[];
  readonly line: number;
}

export type CsvItem = CsvRow | BadRow | BrokenFile;

/** The longest row, in bytes: more is a quote that was never closed. */
const LONGEST_ROW = 4 * 1024 * 1024;
/** Rows a portion. */
const PORTION = 500;

/** What the parser could not read, and the line on which it noticed that. */
interface Skipped {
  readonly code: string;
  readonly noticedAt: number;
}

/**
 * The rows of a CSV file, the header among them, in portions. Blank lines and rows of empty cells are left out. A quote inside
 * a field that is not quoted spoils its row. Behind a quoted field that does not end as it should, rows cannot be told apart, so
 * the file ends there.
 */
export async function* csvRows(file: string, form: FileForm): AsyncGenerator<CsvItem[]> {
  const skipped: Skipped[] = [];
  const parser = parse({
    delimiter: form.separator,
    record_delimiter: '\n',
    from_line: form.skipLines + 1,
    max_record_size: LONGEST_ROW,
    info: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined) => {
      const noticedAt = Number(error?.['lines']);
      // Each further quote of a row is one more mistake for the parser.
      if (error !== undefined && skipped.at(-1)?.noticedAt !== noticedAt) skipped.push({ code: error.code, noticedAt });
    },
  });
  const source = Readable.from(textOf(file, form.encoding), { objectMode: true });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let portion: CsvItem[] = [];
  let lastLine = form.skipLines;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      while (skipped[0] !== undefined && skipped[0].noticedAt < info.lines) {
        const item = itemOf(skipped.shift() as Skipped, lastLine);
        portion.push(item);
        if (item.kind === 'bad') continue;
        yield portion;
        return;
      }
      portion.push({ kind: 'csv', record, line: info.lines - breaksIn(record) });
      lastLine = info.lines;
      if (portion.length < PORTION) continue;
      yield portion;
      portion = [];
    }
    yield [...portion, ...skipped.slice(0, 1).map((one) => itemOf(one, lastLine))];
  } finally {
    source.destroy();
    parser.destroy();
  }
}

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** The parser gives the line on which a row ends. */
function breaksIn(record: readonly string[]): number {
  let breaks = 0;
  for (const cell of record) if (cell.includes('\n')) breaks += cell.split('\n').length - 1;
  return breaks;
}

function itemOf({ code, noticedAt }: Skipped, lastLine: number): BadRow | BrokenFile {
  const cure = 'close the quote, and write a quote inside a quoted field twice: ""';
  if (code === 'INVALID_OPENING_QUOTE') {
    const problem = 'a quote stands inside a field that is not quoted';
    return {
      kind: 'bad',
      line: noticedAt,
      problem,
      cure: 'put the field into quotes, and write its quotes twice',
      record: undefined,
    };
  }
  const line = lastLine + 1;
  if (code === 'CSV_QUOTE_NOT_CLOSED') {
    const problem = 'the file ends inside a quoted field of this row';
    return { kind: 'broken', line, problem, cure: `copy the file again if it was cut short; else ${cure}` };
  }
  return { kind: 'broken', line, problem: 'a quote of this row does not match', cure };
}
