import { commonFields, type FactContracts, type FieldContracts } from '../contract/fact-contract.js';
import type { Path } from '../findings.js';
import type { ExpressionDocument, FactDocument } from '../map-document.js';
import { own } from '../own.js';
import { condition } from '../values/condition.js';
import { emptyFault, expression } from '../values/expression.js';
import type { Row, Scope } from '../values/scope.js';
import type { Surroundings } from '../values/surroundings.js';
import { factIdThatFits } from './fact-id.js';
import { camelCase, factShape } from './fact-shape.js';
import { fieldOf } from './field.js';

/** A fact as a department takes it: the shape of the generated messages, with what is empty left out. */
export interface MappedFact {
  /** "support" */
  readonly to: string;
  /** "support.received" */
  readonly kind: string;
  readonly fact: Readonly<Record<string, unknown>>;
}

/** The facts of one kind that a row makes. @throws {Fault} */
export type MakeFacts = (row: Row) => readonly MappedFact[];

type Read = (row: Row) => unknown;

/** Keys of a fact that are no fields of the contract. */
const OWN_KEYS = new Set(['fact', 'table', 'each', 'when', 'fields']);

/** Compiles one entry of `facts`. */
export function factMaker(
  document: FactDocument,
  around: Surroundings,
  contracts: FactContracts,
  path: Path,
): MakeFacts {
  const { findings } = around;
  const [to = '', kind = ''] = document.fact.split('.');
  const contract = own(contracts, to);
  if (contract === undefined) findings.unknown([...path, 'fact'], 'department', to, Object.keys(contracts));
  const fields = contract && own(contract.kinds, kind);
  if (contract !== undefined && fields === undefined) {
    const known = Object.keys(contract.kinds).map((name) => `${to}.${name}`);
    findings.unknown([...path, 'fact'], 'fact', document.fact, known);
  }
  if (contract === undefined || fields === undefined) return () => [];
  const group = document.each === undefined ? undefined : around.scope.groups.get(document.each);
  if (document.each !== undefined && group === undefined)
    findings.unknown([...path, 'each'], 'group of rows', document.each, [...around.scope.groups.keys()]);
  const inside = { ...around, scope: (group?.scope ?? around.scope) as Scope };
  const holds = document.when && condition(document.when, inside.scope, [...path, 'when'], findings);
  const envelope = Object.fromEntries(Object.entries(document).filter(([key]) => !OWN_KEYS.has(key)));
  const isOfSubject = kind === 'withdrawal' && Object.hasOwn(envelope, 'subject_id');
  const common = commonFields(contract, kind, isOfSubject);
  const readCommon = fieldsReader(envelope as Documents, common, inside, path);
  const shape = factShape(contract, kind);
  const readFields = fieldsReader(document.fields ?? {}, fields, inside, [...path, 'fields'], shape.keyOf);
  const make = (row: Row): MappedFact => {
    const read = readCommon(row) ?? {};
    const factId = factIdThatFits(String(read['factId']));
    return { to, kind: document.fact, fact: shape.fact({ ...read, factId }, readFields(row) ?? {}) };
  };
  return (row) => {
    const rows = group === undefined ? [row] : (row.groups[group.index] ?? []);
    return rows.filter((one) => holds === undefined || holds(one)).map(make);
  };
}

type Documents = Readonly<Record<string, ExpressionDocument>>;

/** Reads the fields of a message; undefined when all are empty. */
function fieldsReader(
  documents: Documents,
  contracts: FieldContracts,
  around: Surroundings,
  path: Path,
  keyOf: (field: string) => string = camelCase,
): (row: Row) => Record<string, unknown> | undefined {
  for (const name of Object.keys(documents).filter((key) => !Object.hasOwn(contracts, key)))
    around.findings.unknown([...path, name], 'field', name, Object.keys(contracts));
  const readers = Object.entries(contracts).flatMap(([name, contract]) => {
    const document = own(documents, name);
    if (document === undefined) {
      if (contract.required === true) missing(name, around, path);
      return [];
    }
    const { read, columns } = fieldReader(document, contract, around, [...path, name]);
    return [{ name, key: keyOf(name), read, columns, required: contract.required === true }];
  });
  return (row) => {
    let message: Record<string, unknown> | undefined;
    for (const { name, key, read, columns, required } of readers) {
      const value = read(row);
      if (value === undefined) {
        if (required) throw emptyFault(name, columns);
        continue;
      }
      message ??= {};
      message[key] = value;
    }
    return message;
  };
}

function missing(name: string, { findings }: Surroundings, path: Path): void {
  findings.add(path, `the field ${name} is missing`, `add ${name}: the department refuses the fact without it`);
}

function fieldReader(
  document: ExpressionDocument,
  contract: FieldContracts[string],
  around: Surroundings,
  path: Path,
): { readonly read: Read; readonly columns: readonly string[] } {
  if (contract.type !== 'group') {
    const value = expression(document, around, path);
    // `factIdThatFits` shortens an id that is too long, so its length is not looked at here.
    const read = fieldOf(
      value,
      path.at(-1) === 'fact_id' ? { ...contract, type: 'text' } : contract,
      path,
      around.findings,
    );
    return { read, columns: value.columns };
  }
  const items = Array.isArray(document) ? document : [document];
  const readers = items.map((item, place) =>
    groupReader(item as Documents, contract.fields ?? {}, around, Array.isArray(document) ? [...path, place] : path),
  );
  if (contract.several !== true) return { read: (row) => readers[0]?.(row)[0], columns: [] };
  return { read: (row) => readers.flatMap((one) => one(row)), columns: [] };
}

/** The fields of a group, once; with `each`, once for every row of a group of rows. */
function groupReader(
  { each, ...documents }: Documents,
  contracts: FieldContracts,
  around: Surroundings,
  path: Path,
): (row: Row) => readonly Record<string, unknown>[] {
  const group = around.scope.groups.get(String(each));
  if (each !== undefined && group === undefined)
    around.findings.unknown([...path, 'each'], 'group of rows', String(each), [...around.scope.groups.keys()]);
  const inside = { ...around, scope: group?.scope ?? around.scope };
  const read = fieldsReader(documents, contracts, inside, path);
  return (row) => {
    const rows = group === undefined ? [row] : (row.groups[group.index] ?? []);
    return rows.map(read).filter((message) => message !== undefined);
  };
}
