import type { Zone } from '#libs/domain/time.js';
import { isKnownZone } from '../cells/cell-reader.js';
import type { FactContracts } from '../contract/fact-contract.js';
import type { MakeFacts, MappedFact } from '../facts/fact.js';
import type { Path } from '../findings.js';
import type { TableDocument } from '../map-document.js';
import { expression } from '../values/expression.js';
import { listOf, type Row, type Scope } from '../values/scope.js';
import type { Surroundings } from '../values/surroundings.js';
import type { Expression } from '../values/template.js';
import { Fault, Faults } from '../values/value.js';
import { type CompiledGroup, compiledGroup, type Joined, rowOf, scopeOfColumns } from './belonging.js';
import { type Cell, type CompiledColumn, compiledColumn } from './column.js';

/** How the file of a table is written, as far as the map says it. */
export type TableForm = Pick<TableDocument, 'format' | 'separator' | 'encoding'>;

/** A table of a map, ready to read rows. A reader of files hands over cells in the order of `columns`. */
export interface CompiledTable {
  readonly name: string;
  readonly form: TableForm;
  readonly columns: readonly { readonly name: string; readonly optional: boolean }[];
  /** Rows that follow each other with the same text in this cell are one; undefined: each is by itself. */
  readonly sameCell: number | undefined;
  /** The tables whose rows belong to rows of this one, and the word that is their key. */
  readonly joins: readonly { readonly table: string; readonly there: string }[];
  /** Whether a fact of the map is made of its rows. */
  readonly makesFacts: boolean;
  /** Reads rows that belong together as one. @throws {Fault | Faults} */
  readonly row: (rows: readonly (readonly Cell[])[], joined: Joined) => Row;
  /** The key of a row for those that it is joined to. */
  readonly keyOf: (row: Row, word: string) => string | undefined;
  /** The facts that a row makes. @throws {Fault | Faults} */
  readonly facts: (row: Row) => MappedFact[];
}

export interface TableOptions {
  readonly path: Path;
  readonly around: Omit<Surroundings, 'scope'>;
  readonly contracts: FactContracts;
  /** Compiled before: tables that join none. */
  readonly scopes: ReadonlyMap<string, Scope>;
  /** Of the map, or of the caller: a zone or "{word}". */
  readonly zone: string | undefined;
  readonly factsOf: (around: Surroundings) => readonly MakeFacts[];
}

/** Compiles a table with the facts that its rows make. */
export function compiledTable(
  name: string,
  document: TableDocument,
  options: TableOptions,
): { readonly table: CompiledTable; readonly scope: Scope } {
  const { path } = options;
  const decimalComma = document.decimal === 'comma';
  const scope: Scope = { words: new Map(), groups: new Map(), parent: undefined };
  const around: Surroundings = { ...options.around, scope };
  const columns = Object.entries(document.columns).map(([word, column]) =>
    compiledColumn(word, column, { decimalComma, around, path: [...path, 'columns', word] }),
  );
  for (const [word, read] of scopeOfColumns(columns, undefined).words) scope.words.set(word, read);
  if (!scope.words.has('zone'))
    scope.words.set('zone', { type: 'text', several: false, columns: [], read: ({ zone }) => zone });
  const needed: { name: string; optional: boolean }[] = columns.map(({ name: column, optional }) => ({
    name: column,
    optional,
  }));
  const groups = Object.entries(document.rows ?? {}).map(([group, rows], index) => {
    const compiled = compiledGroup(rows, {
      decimalComma,
      around,
      scopeOf: (other) => options.scopes.get(other),
      firstCell: needed.length,
      path: [...path, 'rows', group],
    });
    needed.push(...compiled.columns);
    scope.groups.set(group, { index, scope: compiled.scope });
    return compiled;
  });
  for (const [word, made] of Object.entries(document.words ?? {})) {
    if (scope.words.has(word))
      around.findings.add([...path, 'words', word], `the word ${word} stands there twice`, 'give it another name');
    scope.words.set(word, expression(made, around, [...path, 'words', word]));
  }
  for (const { resolve } of groups) resolve?.();
  const makers = options.factsOf(around);
  const same = groups.find((group) => group.same !== undefined)?.same;
  const sameCell = columns.findIndex(({ word }) => word === same);
  const table: CompiledTable = {
    name,
    form: document,
    columns: needed,
    sameCell: sameCell === -1 ? undefined : sameCell,
    joins: groups.flatMap(({ join }) => join ?? []),
    makesFacts: makers.length > 0,
    row: rowReader(columns, groups, zoneReader(options.zone, columns, around)),
    keyOf: (row, word) => keyText(scope, row, word),
    facts: (row) => makers.flatMap((make) => make(row)),
  };
  return { table, scope };
}

function keyText(scope: Scope, row: Row, word: string): string | undefined {
  const [value] = listOf(scope.words.get(word)?.read(row));
  return value === undefined ? undefined : String(value);
}

function rowReader(
  columns: readonly CompiledColumn[],
  groups: readonly CompiledGroup[],
  zoneOf: (cells: readonly Cell[]) => Zone | undefined,
): CompiledTable['row'] {
  return (rows, joined) => {
    const [cells = []] = rows;
    const alone = rowOf(columns, (place) => cells[place] ?? '', undefined, zoneOf(cells));
    if (groups.length === 0) return alone;
    // Those rows know this row as their parent before it knows them.
    const read: Row[][] = [];
    const row: Row = { ...alone, groups: read };
    for (const group of groups) read.push([...group.read({ row, rows, joined })]);
    return row;
  };
}

/** The zone of a row: the one of the map, or what the row says. It is read before the other cells, which may need it. */
function zoneReader(
  zone: string | undefined,
  columns: readonly CompiledColumn[],
  around: Surroundings,
): (cells: readonly Cell[]) => Zone | undefined {
  if (zone === undefined) return () => undefined;
  const of: Expression = expression(zone, around, ['zone']);
  if (of.constant !== undefined) {
    const named = String(of.constant);
    if (!isKnownZone(named)) around.findings.add(['zone'], `there is no time zone ${named}`, 'write Europe/Berlin');
    return () => named;
  }
  const used = columns
    .map((column, place) => ({ column, place }))
    .filter(({ column }) => of.columns.includes(column.name));
  return (cells) => {
    const values: Row['values'] = [];
    for (const { column, place } of used) (values as unknown[])[place] = column.read(cells[place] ?? '', undefined);
    const [found] = listOf(of.read({ values, groups: [], parent: undefined, zone: undefined }));
    if (found === undefined || isKnownZone(String(found))) return found as Zone | undefined;
    throw new Faults([new Fault(`"${found}" is not a time zone`, 'write Europe/Berlin', of.columns)]);
  };
}
