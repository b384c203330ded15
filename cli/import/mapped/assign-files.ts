import type { CompiledMap } from '#libs/maps/compile-map.js';
import type { CompiledTable } from '#libs/maps/rows/table.js';
import { UsageError } from '../../command.js';
import { type FileForm, formOf } from '../files/file-form.js';
import { openRows } from '../files/read-rows.js';

/** A file with the table that it holds. */
export interface AssignedFile {
  readonly file: string;
  readonly table: CompiledTable;
  readonly form: FileForm;
}

/**
 * Finds the table of each file: as the caller writes it, `items=order_items.csv`; else the one table of the map, or the one whose
 * columns the file has.
 *
 * @throws {UsageError}  when a file may belong to several tables or to none, or a table that others join has no file
 */
export async function assignFiles(words: readonly string[], { tables }: CompiledMap): Promise<AssignedFile[]> {
  const assigned: AssignedFile[] = [];
  for (const word of words) {
    const [, name = '', path = ''] = /^([a-z][a-z0-9_]*)=(.+)$/.exec(word) ?? [];
    const named = tables.get(name);
    const file = named === undefined ? word : path;
    const table = named ?? (tables.size === 1 ? [...tables.values()][0] : await tableOf(file, [...tables.values()]));
    if (table === undefined) throw new UsageError(`Say which table ${file} is: ${[...tables.keys()][0]}=${file}`);
    assigned.push({ file, table, form: await formOf(file, table.form) });
  }
  const joined = assigned.flatMap(({ table }) => table.joins.map((join) => join.table));
  const missing = joined.find((name) => !assigned.some(({ table }) => table.name === name));
  if (missing !== undefined) throw new UsageError(`The map joins ${missing}: name its file, too: ${missing}=FILE`);
  return assigned;
}

/** The one table whose columns a CSV file has; undefined when there are several or none. */
async function tableOf(file: string, tables: readonly CompiledTable[]): Promise<CompiledTable | undefined> {
  const fitting: CompiledTable[] = [];
  for (const table of tables) {
    const { header, items } = await openRows(file, await formOf(file, table.form), []);
    await items.return(undefined);
    const names = table.columns.filter(({ optional }) => !optional).map(({ name }) => name);
    if (header.length > 0 && names.every((name) => header.includes(name))) fitting.push(table);
  }
  return fitting.length === 1 ? fitting[0] : undefined;
}
