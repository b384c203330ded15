import { nearest } from '#libs/domain/nearest.js';
import type { Cell } from '#libs/maps/rows/column.js';
import { jsonCell } from '#libs/maps/rows/json-cells.js';
import type { CompiledTable } from '#libs/maps/rows/table.js';
import { FileError, type Mistake } from '../mistakes.js';
import { csvRows } from './csv-rows.js';
import type { FileForm } from './file-form.js';
import type { FileItem } from './file-row.js';
import { jsonRows } from './json-rows.js';

type Columns = CompiledTable['columns'];

/** A file that was opened: its header, and then its rows in portions. */
export interface OpenFile {
  /** Names of the columns of a CSV file; empty for JSON lines. */
  readonly header: readonly string[];
  readonly items: AsyncGenerator<FileItem[]>;
}

/** Opens a file. @throws {FileError} when its header cannot be read, or names a column twice, or lacks one that the map needs */
export async function openRows(file: string, form: FileForm, columns: Columns): Promise<OpenFile> {
  if (form.format === 'json_lines') return { header: [], items: jsonItems(file, form, columns) };
  const rows = csvRows(file, form);
  const { value: first = [] } = await rows.next();
  const [head, ...others] = first ?? [];
  if (head === undefined || head.kind !== 'csv') {
    await rows.return(undefined);
    const { line = 1, problem = 'the file is empty', cure = 'write the names of the columns first' } = head ?? {};
    throw new FileError([{ file, line, problem, cure }]);
  }
  const wrong = mistakesOf(head.record, columns).map((one) => ({ file, line: head.line, ...one }));
  if (wrong.length > 0) {
    await rows.return(undefined);
    throw new FileError(wrong);
  }
  const places = columns.map(({ name }) => head.record.indexOf(name));
  return { header: head.record, items: csvItems(rows, others, head.record.length, places) };
}

/** What is wrong with a header. Columns that the map does not name may be there. */
function mistakesOf(header: readonly string[], columns: Columns): Pick<Mistake, 'problem' | 'cure' | 'column'>[] {
  const twice = [...new Set(header.filter((name, place) => name !== '' && header.indexOf(name) !== place))];
  const missing = columns.filter(({ name, optional }) => !optional && !header.includes(name));
  const spare = header.filter((name) => !columns.some((column) => column.name === name));
  return [
    ...twice.map((name) => ({ column: name, problem: 'the column stands there twice', cure: 'remove or rename one' })),
    ...missing.map(({ name }) => ({
      column: name,
      problem: 'there is no such column',
      cure: cureOf(name, header, spare),
    })),
  ];
}

function cureOf(name: string, header: readonly string[], spare: readonly string[]): string {
  const alike = spare.find((one) => plain(one) === plain(name)) ?? nearest(name, spare);
  if (alike !== undefined) return `the file has "${alike}": write that in the map, or optional: true`;
  return `the file has ${header.join(', ')}; correct the map, or write optional: true`;
}

/** "Contact ID" and "contact-id" as "contactid". */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

async function* csvItems(
  rows: ReturnType<typeof csvRows>,
  first: readonly Awaited<ReturnType<typeof rows.next>>['value'][number][],
  width: number,
  places: readonly number[],
): AsyncGenerator<FileItem[]> {
  const itemOf = (item: (typeof first)[number]): FileItem => {
    if (item.kind !== 'csv') return item;
    const { record, line } = item;
    if (record.length !== width) return wrongWidth(record, line, width);
    return { kind: 'row', line, record, cells: places.map((place): Cell => record[place] ?? '') };
  };
  if (first.length > 0) yield first.map(itemOf);
  for await (const portion of rows) yield portion.map(itemOf);
}

function wrongWidth(record: readonly string[], line: number, width: number): FileItem {
  const problem = `the row has ${record.length} fields, the header ${width}`;
  const cure =
    record.length < width ? 'add what is missing' : 'put quotes around a field that holds the separator or a quote';
  return { kind: 'bad', line, problem, cure, record };
}

async function* jsonItems(file: string, form: FileForm, columns: Columns): AsyncGenerator<FileItem[]> {
  for await (const portion of jsonRows(file, form)) {
    yield portion.map((item): FileItem => {
      if (item.kind !== 'json') return item;
      const cells = columns.map(({ name }) => jsonCell(item.value, name));
      return { kind: 'row', line: item.line, record: [item.text], cells };
    });
  }
}
