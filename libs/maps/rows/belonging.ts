import type { Zone } from '#libs/domain/time.js';
import type { Path } from '../findings.js';
import type { BelongingDocument } from '../map-document.js';
import { listOf, namesIn, type Row, type Scope, type Word, wordOf } from '../values/scope.js';
import type { Surroundings } from '../values/surroundings.js';
import { Fault, Faults, inColumns, type Value } from '../values/value.js';
import { type Cell, type CompiledColumn, compiledColumn } from './column.js';
import { jsonCell } from './json-cells.js';

/** The rows of another file by the text of their key. */
export type Joined = (table: string) => ReadonlyMap<string, readonly Row[]> | undefined;

/** What the rows of a group are made of. */
export interface Reading {
  /** The row itself, without its groups. */
  readonly row: Row;
  /** All rows of the file that belong together, by the places of `columns`. */
  readonly rows: readonly (readonly Cell[])[];
  readonly joined: Joined;
}

/** Rows that belong to a row, ready to be read. */
export interface CompiledGroup {
  readonly scope: Scope;
  /** The columns of the file that it needs besides those of the table. */
  readonly columns: readonly { readonly name: string; readonly optional: boolean }[];
  /** Of rows that follow each other: the word that they share. */
  readonly same?: string;
  /** Of another file: its table and the word of it that is the key. */
  readonly join?: { readonly table: string; readonly there: string };
  /** Called once, when all words of the table are known. */
  readonly resolve?: () => void;
  /** @throws {Faults} */
  readonly read: (reading: Reading) => readonly Row[];
}

export interface GroupOptions {
  readonly decimalComma: boolean;
  readonly around: Surroundings;
  /** The scope of another table; undefined when there is none of that name. */
  readonly scopeOf: (table: string) => Scope | undefined;
  /** Where the cells of the group begin. */
  readonly firstCell: number;
  readonly path: Path;
}

/** Compiles one entry of `rows`. */
export function compiledGroup(document: BelongingDocument, options: GroupOptions): CompiledGroup {
  const { around, path } = options;
  const kinds = (['list', 'split', 'same', 'table'] as const).filter((kind) => document[kind] !== undefined);
  if (kinds.length !== 1)
    around.findings.add(
      path,
      'it needs one of list, split, same, table',
      'say what these rows are: {table: items, where: {order_id: order}}',
    );
  if (document.table !== undefined) return joinedGroup(document.table, document, options);
  const columns = Object.entries(document.columns ?? {}).map(([word, column]) =>
    compiledColumn(word, column, { ...options, path: [...path, 'columns', word] }),
  );
  if (columns.length === 0) around.findings.add(path, 'it has no columns', 'add columns: {seller: seller_id}');
  const scope = scopeOfColumns(columns, around.scope);
  const place = { type: 'whole', several: false, columns: [], read: (row: Row) => row.values[columns.length] } as const;
  if (!scope.words.has('place')) scope.words.set('place', place);
  const { list, split, same, firstCell } = { ...document, ...options };
  if (list !== undefined) {
    const read = ({ row, rows }: Reading) => ofList(rows[0]?.[firstCell] ?? '', list, columns, row);
    return { scope, columns: [{ name: list, optional: true }], read };
  }
  const own = columns.map(({ name, optional }) => ({ name, optional }));
  if (split !== undefined) {
    const read = ({ row, rows }: Reading) =>
      ofSplit(
        columns.map((_, place) => rows[0]?.[firstCell + place] ?? ''),
        split,
        columns,
        row,
      );
    return { scope, columns: own, read };
  }
  if (same !== undefined && !around.scope.words.has(same))
    around.findings.unknown([...path, 'same'], 'word', same, namesIn(around.scope));
  const read = ({ row, rows }: Reading) =>
    rows.map((cells, at) =>
      placed(
        rowOf(columns, (place) => cells[firstCell + place] ?? '', row),
        at,
      ),
    );
  return { scope, columns: own, ...(same !== undefined && { same }), read };
}

function joinedGroup(
  table: string,
  { where = {} }: BelongingDocument,
  { around, scopeOf, path }: GroupOptions,
): CompiledGroup {
  const { findings } = around;
  const scope = scopeOf(table) ?? { words: new Map(), groups: new Map(), parent: undefined };
  if (scope.words.size === 0)
    findings.add(
      [...path, 'table'],
      `there is no table ${table}`,
      'name one of the tables of this map that joins none itself',
    );
  const [[there, here] = ['', ''], another] = Object.entries(where);
  // The word here may be made of rows of groups before this one, so it is looked up when all words are there.
  let key: Word | undefined;
  const resolve = () => {
    key = wordOf(around.scope, here);
    if (key === undefined && there !== '')
      findings.unknown([...path, 'where', there], 'word', here, namesIn(around.scope));
  };
  if (there === '' || another !== undefined)
    findings.add(path, 'a join needs one key', 'write where: {order_id: order}: the word there and the word here');
  if (scope.words.size > 0 && there !== '' && !scope.words.has(there))
    findings.unknown([...path, 'where', there], 'word', there, namesIn(scope));
  const read = ({ row, joined }: Reading) => {
    const wanted = listOf(key?.read(row))[0];
    const rows = wanted === undefined ? [] : (joined(table)?.get(String(wanted)) ?? []);
    return rows.map((one) => ({ ...one, parent: row }));
  };
  return { scope: { ...scope, parent: around.scope }, columns: [], join: { table, there }, resolve, read };
}

/** The words of columns, in the order of the values of a row. */
export function scopeOfColumns(columns: readonly CompiledColumn[], parent: Scope | undefined): Scope {
  const words = columns.map(({ word, name, type, several }, place): [string, Word] => [
    word,
    { type, several, columns: [name], read: (row) => row.values[place] },
  ]);
  return { words: new Map(words), groups: new Map(), parent };
}

/** Reads all columns of a row. @throws {Faults} with every fault of the row */
export function rowOf(
  columns: readonly CompiledColumn[],
  cellAt: (place: number) => Cell,
  parent: Row | undefined,
  zone: Zone | undefined = parent?.zone,
): Row {
  let faults: Fault[] | undefined;
  const values: Value[] = new Array(columns.length);
  for (let place = 0; place < columns.length; place++) {
    try {
      values[place] = columns[place]?.read(cellAt(place), zone);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults = [...(faults ?? []), error];
    }
  }
  if (faults !== undefined) throw new Faults(faults);
  return { values, groups: [], parent, zone };
}

function ofList(cell: Cell, list: string, columns: readonly CompiledColumn[], row: Row): Row[] {
  if (cell === '') return [];
  if (typeof cell === 'string')
    throw inColumns([list], () => new Fault(`${list} is not a list`, 'name a list of the JSON file', [list]));
  return cell.map((item, at) =>
    placed(
      rowOf(columns, (place) => jsonCell(item, columns[place]?.name ?? ''), row),
      at,
    ),
  );
}

function ofSplit(cells: readonly Cell[], split: string, columns: readonly CompiledColumn[], row: Row): Row[] {
  const lists = cells.map((cell) =>
    typeof cell !== 'string' ? cell.map(String) : cell === '' ? [] : cell.split(split),
  );
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const cellAt = (at: number) => (place: number) => (lists[place]?.[at] ?? '').trim();
  return Array.from({ length: longest }, (_, at) => placed(rowOf(columns, cellAt(at), row), at));
}

/** The row with its place among those that belong to one row, from 1, behind its values. */
function placed(row: Row, at: number): Row {
  return { ...row, values: [...row.values, at + 1] };
}
