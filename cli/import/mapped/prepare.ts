import type { CompiledMap } from '#libs/maps/compile-map.js';
import type { Joined } from '#libs/maps/rows/belonging.js';
import { openRows } from '../files/read-rows.js';
import { FileError } from '../mistakes.js';
import { type AssignedFile, assignFiles } from './assign-files.js';
import { addToIndex, type Index } from './load-joined.js';
import { lineOfRefused } from './refused-words.js';

/** Files that are ready to be read row by row. */
export interface Prepared {
  /** Those whose rows make facts. */
  readonly files: readonly AssignedFile[];
  readonly joined: Joined;
  /** Files that others join, and the whole of their refused rows, one line each. */
  readonly joinedFiles: readonly AssignedFile[];
  readonly refused: readonly string[];
}

/** Finds the table of each file, checks all headers, and reads the files that others join. @throws {FileError} */
export async function prepare(words: readonly string[], map: CompiledMap): Promise<Prepared> {
  const all = await assignFiles(words, map);
  const keys = new Map(all.flatMap(({ table }) => table.joins.map(({ table: name, there }) => [name, there])));
  const joinedFiles = all.filter(({ table }) => keys.has(table.name));
  const files = all.filter(({ table }) => !keys.has(table.name));
  for (const { file, form, table } of files) await (await openRows(file, form, table.columns)).items.return(undefined);
  const indexes = new Map<string, Index>();
  const refused: string[] = [];
  for (const { file, form, table } of joinedFiles) {
    const index = indexes.get(table.name) ?? new Map();
    indexes.set(table.name, index);
    const { items } = await openRows(file, form, table.columns);
    const read = await addToIndex(index, items, table, keys.get(table.name) ?? '');
    if (read.broken !== undefined) throw new FileError([{ file, ...read.broken }]);
    refused.push(...read.refused.flatMap((row) => lineOfRefused(file, row)));
  }
  return { files, joined: (table) => indexes.get(table), joinedFiles, refused };
}
