import type { Joined } from '#libs/maps/rows/belonging.js';
import type { CompiledTable } from '#libs/maps/rows/table.js';
import type { Row } from '#libs/maps/values/scope.js';
import { Fault, Faults } from '#libs/maps/values/value.js';
import type { BrokenFile, FileItem } from '../files/file-row.js';
import type { RefusedRow } from './map-rows.js';

/** The rows of one table by the text of their key. They stay in memory: of each row only the columns that the map names. */
export type Index = Map<string, Row[]>;

const NONE: Joined = () => undefined;

/**
 * Adds the rows of a file to the index of its table.
 *
 * @param key  the word of the table by which others find its rows
 * @returns the rows that could not be read
 */
export async function addToIndex(
  index: Index,
  items: AsyncIterable<readonly FileItem[]>,
  table: CompiledTable,
  key: string,
): Promise<{ readonly refused: readonly RefusedRow[]; readonly rows: number; readonly broken?: BrokenFile }> {
  const refused: RefusedRow[] = [];
  let rows = 0;
  for await (const portion of items) {
    for (const item of portion) {
      if (item.kind === 'broken') return { refused, rows, broken: item };
      if (item.kind === 'bad') {
        refused.push({ kind: 'refused', line: item.line, record: undefined, reasons: [{ columns: [], ...item }] });
        continue;
      }
      rows += 1;
      try {
        const row = table.row([item.cells], NONE);
        const text = table.keyOf(row, key);
        if (text === undefined) continue;
        const known = index.get(text);
        if (known === undefined) index.set(text, [row]);
        else known.push(row);
      } catch (error) {
        const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : undefined;
        if (faults === undefined) throw error;
        refused.push({ kind: 'refused', line: item.line, record: item.record, reasons: faults });
      }
    }
  }
  return { refused, rows };
}
