import { FACT_CONTRACTS, type FactContracts } from './contract/fact-contract.js';
import { factMaker } from './facts/fact.js';
import { type Finding, Findings } from './findings.js';
import type { FactDocument, MapDocument, TableDocument } from './map-document.js';
import { type CompiledTable, compiledTable } from './rows/table.js';
import type { Scope } from './values/scope.js';

/** A map, ready to make facts of rows. */
export interface CompiledMap {
  readonly name: string;
  readonly tables: ReadonlyMap<string, CompiledTable>;
  /** That its facts go to. */
  readonly departments: readonly string[];
}

export interface CompileOptions {
  /** Of a map that names none: the time zone of customers and of dates without an offset. */
  readonly zone?: string | undefined;
  readonly contracts?: FactContracts;
}

/** Compiles a map, or says everything that is wrong with it. Nothing is read from any file. */
export function compileMap(
  document: MapDocument,
  { zone, contracts = FACT_CONTRACTS }: CompileOptions = {},
): { readonly map: CompiledMap; readonly findings: readonly Finding[] } {
  const findings = new Findings();
  const around = { tables: document.values ?? {}, findings };
  const scopes = new Map<string, Scope>();
  const tables = new Map<string, CompiledTable>();
  for (const [name, table] of inOrder(document.tables)) {
    const facts = document.facts
      .map((fact, place) => ({ fact, path: ['facts', place] as const }))
      .filter(({ fact }) => tableOf(fact, document) === name);
    const compiled = compiledTable(name, table, {
      path: ['tables', name],
      ...{ around, contracts, scopes, zone: zone ?? document.zone },
      factsOf: (surroundings) => facts.map(({ fact, path }) => factMaker(fact, surroundings, contracts, path)),
    });
    tables.set(name, compiled.table);
    if (compiled.table.joins.length === 0) scopes.set(name, compiled.scope);
  }
  for (const { name, joins } of tables.values()) oneKey(name, joins, tables, findings);
  document.facts.forEach((fact, place) => {
    if (!tables.has(tableOf(fact, document))) homeless(fact, ['facts', place], document, findings);
  });
  const departments = [...new Set(document.facts.map(({ fact }) => fact.split('.')[0] ?? ''))];
  return { map: { name: document.map, tables, departments }, findings: findings.all };
}

/** Tables that join no other first: the others need their words. */
function inOrder(tables: MapDocument['tables']): [string, TableDocument][] {
  const joins = ({ rows = {} }: TableDocument) => Object.values(rows).some(({ table }) => table !== undefined);
  return Object.entries(tables).sort(([, a], [, b]) => Number(joins(a)) - Number(joins(b)));
}

/** The table of a fact. A map with one table, or with one that joins the others, need not say it. */
function tableOf({ table }: FactDocument, { tables }: MapDocument): string {
  if (table !== undefined) return table;
  const joined = new Set(
    Object.values(tables).flatMap(({ rows = {} }) => Object.values(rows).map((group) => group.table)),
  );
  const [first = '', another] = Object.keys(tables).filter((name) => !joined.has(name));
  return another === undefined ? first : '';
}

function homeless(
  { table }: FactDocument,
  path: readonly (string | number)[],
  { tables }: MapDocument,
  findings: Findings,
): void {
  if (table !== undefined) findings.unknown([...path, 'table'], 'table', table, Object.keys(tables));
  else
    findings.add([...path], 'it does not say which table makes it', `add table: ${Object.keys(tables).join(' or ')}`);
}

/** The rows of a table are kept by one key. */
function oneKey(
  name: string,
  joins: CompiledTable['joins'],
  tables: ReadonlyMap<string, CompiledTable>,
  findings: Findings,
): void {
  const all = [...tables.values()].flatMap((table) => table.joins);
  const twice = joins.find(({ table, there }) => all.some((other) => other.table === table && other.there !== there));
  if (twice === undefined) return;
  const problem = `${twice.table} is joined by two keys`;
  findings.add(['tables', name, 'rows'], problem, 'join it by one, or name the file twice, as two tables');
}
