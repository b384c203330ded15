import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { cellProblem } from './cell-problem.js';
import { JOINED_COLUMNS, type JoinedRow, separated } from './olist-joined.js';
import { COLUMNS, type OlistFiles, type Row } from './olist-rows.js';

/** A file cannot be read as what it should be; the message names file, line and column. Nothing of it was sent. */
export class FileError extends Error {}

/**
 * Reads a folder with olist_orders.csv and its companions, gzip'd or plain, rows in any order; or the one joined file that
 * comes with the product.
 *
 * @throws {FileError} for a missing file, a missing column, a cut or damaged file, and a cell that cannot be what it should
 */
export async function readOlistFiles(folder: string): Promise<OlistFiles> {
  const joined = join(folder, 'olist_joined.csv.gz');
  if (existsSync(joined)) return separated((await readTable(joined, JOINED_COLUMNS)) as JoinedRow[]);
  return {
    orders: await readRows(folder, 'orders'),
    items: await readRows(folder, 'order_items'),
    payments: await readRows(folder, 'order_payments'),
    reviews: await readRows(folder, 'order_reviews'),
    customers: await readRows(folder, 'customers'),
    sellers: await readRows(folder, 'sellers'),
  };
}

async function readRows<Name extends keyof typeof COLUMNS>(folder: string, name: Name): Promise<Row<Name>[]> {
  return (await readTable(fileOf(folder, name), COLUMNS[name])) as Row<Name>[];
}

/**
 * The rows of one CSV file with a header, gzip'd or plain; columns that are not asked for are dropped.
 *
 * @throws {FileError} as above
 */
export async function readTable(file: string, columns: readonly string[]): Promise<Readonly<Record<string, string>>[]> {
  const parser = parse({ columns: (header: string[]) => checkedHeader(file, header, columns), bom: true, info: true });
  const records: { readonly record: Record<string, string>; readonly info: { readonly lines: number } }[] = [];
  parser.on('data', (one) => records.push(one));
  try {
    const source = createReadStream(file);
    await (file.endsWith('.gz') ? pipeline(source, createGunzip(), parser) : pipeline(source, parser));
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(`${file}: ${plainWord(error)}`, { cause: error });
  }
  return records.map(({ record, info }) => checkedRow(file, info.lines, record, columns));
}

function fileOf(folder: string, name: string): string {
  const plain = join(folder, `olist_${name}.csv`);
  const found = [`${plain}.gz`, plain].find(existsSync);
  if (found === undefined) throw new FileError(`${plain} (or .gz) is not there`);
  return found;
}

function checkedHeader(file: string, header: readonly string[], columns: readonly string[]): string[] {
  const missing = columns.find((column) => !header.includes(column));
  if (missing !== undefined) throw new FileError(`${file}, line 1: there is no column ${missing}`);
  return [...header];
}

function checkedRow(
  file: string,
  line: number,
  record: Record<string, string>,
  columns: readonly string[],
): Record<string, string> {
  const entries = columns.map((column) => {
    const value = record[column] ?? '';
    const problem = cellProblem(column, value);
    if (problem !== undefined) throw new FileError(`${file}, line ${line}, ${column}: ${problem}`);
    return [column, value] as const;
  });
  return Object.fromEntries(entries);
}

function plainWord(error: unknown): string {
  const { code, message, lines } = error as { code?: string; message?: string; lines?: number };
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'this is a folder, not a file';
  if (code === 'EACCES') return 'it may not be read';
  if (code === 'Z_BUF_ERROR') return 'the file is cut short';
  if (code?.startsWith('Z_') === true) return 'this is not a gzip file';
  return `${lines === undefined ? '' : `line ${lines}: `}${message ?? error}`;
}
