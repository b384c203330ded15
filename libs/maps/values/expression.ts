import type { Path } from '../findings.js';
import type { ExpressionDocument } from '../map-document.js';
import { own } from '../own.js';
import { chosen } from './chosen.js';
import { innerCondition } from './condition.js';
import { replacement } from './replacement.js';
import { listOf, type Row } from './scope.js';
import { atTime, shifted } from './shifted.js';
import type { Surroundings } from './surroundings.js';
import { constantOf, type Expression, template, WRONG } from './template.js';
import { Fault, inColumns, type Scalar, type ValueType } from './value.js';

type Operation = (
  operand: { readonly [key: string]: ExpressionDocument },
  around: Surroundings,
  path: Path,
) => Expression;

/** Compiles an expression of a map. What is wrong with it goes to the findings. */
export function expression(document: ExpressionDocument, around: Surroundings, path: Path): Expression {
  if (typeof document === 'string') return template(document, around.scope, path, around.findings);
  if (typeof document !== 'object') return constantOf(document);
  if (Array.isArray(document)) return listed(document, around, path);
  const operand = document as { readonly [key: string]: ExpressionDocument };
  const operators = Object.keys(operand).filter((key) => Object.hasOwn(OPERATIONS, key));
  const [name = ''] = operators;
  const operation = own(OPERATIONS, name);
  if (operation !== undefined && operators.length === 1) return operation(operand, around, path);
  if (operators.length > 1)
    around.findings.add(path, `${operators.join(' and ')} stand side by side`, 'put one into the other');
  else around.findings.unknown(path, 'operation', Object.keys(operand).join(', '), Object.keys(OPERATIONS));
  return WRONG;
}

/** The keys that each operation knows. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  first_of: ['first_of'],
  if: ['if', 'then', 'otherwise'],
  value: ['value', 'plus', 'minus', 'at_time', 'values', 'otherwise', 'lower_case', 'first_characters'],
};

const OPERATIONS: Readonly<Record<string, Operation>> = {
  first_of: (operand, around, path) =>
    firstOf(alternatives(operand['first_of'], around, [...path, 'first_of']), around, path),
  if: (operand, around, path) => {
    known('if', operand, around, path);
    const holds = innerCondition(operand['if'], around.scope, [...path, 'if'], around.findings);
    const yes = expression(operand['then'] ?? '', around, [...path, 'then']);
    const no =
      operand['otherwise'] === undefined ? undefined : expression(operand['otherwise'], around, [...path, 'otherwise']);
    const both = sameType([yes, ...(no === undefined ? [] : [no])], around, path);
    return { ...both, read: (row) => (holds(row) ? yes.read(row) : no?.read(row)) };
  },
  value: worked,
  ...chosen(expression),
};

function listed(documents: readonly ExpressionDocument[], around: Surroundings, path: Path): Expression {
  const items = documents.map((one, place) => expression(one, around, [...path, place]));
  const { type, columns } = sameType(items, around, path);
  return { type, columns, several: true, read: (row) => items.flatMap((item) => listOf(item.read(row))) };
}

function alternatives(document: ExpressionDocument | undefined, around: Surroundings, path: Path): Expression[] {
  if (Array.isArray(document)) return document.map((one, place) => expression(one, around, [...path, place]));
  around.findings.add(path, 'it needs a list', 'write first_of: ["{paid_at}", "{created_at}"]');
  return [WRONG];
}

/** The first that is not empty. */
function firstOf(items: readonly Expression[], around: Surroundings, path: Path): Expression {
  const read = (row: Row) => {
    for (const item of items) {
      const value = item.read(row);
      if (listOf(value).length > 0) return value;
    }
    return undefined;
  };
  return { ...sameType(items, around, path), read };
}

/** The type that all have. Nothing else can be said of a value before its row is read. */
function sameType(items: readonly Expression[], around: Surroundings, path: Path): Omit<Expression, 'read'> {
  const types = new Set<ValueType>(items.filter((item) => item !== WRONG).map(({ type }) => type));
  if (types.size > 1)
    around.findings.add(path, `its values are of several types: ${[...types].join(', ')}`, 'use values of one type');
  const columns = items.flatMap((item) => item.columns);
  return { type: [...types][0] ?? 'text', several: items.some(({ several }) => several), columns };
}

/** A value and what is done with it, in this order: letters, value table, duration or time of day. */
function worked(operand: { readonly [key: string]: ExpressionDocument }, around: Surroundings, path: Path): Expression {
  known('value', operand, around, path);
  let found = expression(operand['value'] ?? '', around, [...path, 'value']);
  const lower = operand['lower_case'] === true;
  const characters = operand['first_characters'];
  if (lower || characters !== undefined) {
    found = changed(found, (text) => {
      const cased = lower ? text.toLowerCase() : text;
      return typeof characters === 'number' ? [...cased].slice(0, characters).join('') : cased;
    });
  }
  if (operand['values'] !== undefined) {
    const replace = replacement(operand, around.tables, path, around.findings);
    found = changed(found, replace);
  }
  if (operand['at_time'] !== undefined) return atTime(found, String(operand['at_time']), path, around.findings);
  return shifted(found, operand, (document, at) => expression(document, around, at), path, around.findings);
}

/** The same with each text changed. */
function changed(of: Expression, change: (text: string) => Scalar): Expression {
  const each = (value: Scalar) => (value === undefined ? undefined : change(String(value)));
  const read = (row: Row) =>
    inColumns(of.columns, () => {
      const value = of.read(row);
      return of.several ? listOf(value).map(each) : each(value as Scalar);
    });
  return { type: 'text', several: of.several, columns: of.columns, read };
}

function known(name: string, operand: object, { findings }: Surroundings, path: Path): void {
  for (const key of Object.keys(operand)) {
    if (!ALLOWED[name]?.includes(key)) findings.unknown([...path, key], `key of ${name}`, key, ALLOWED[name] ?? []);
  }
}

/** A fault of a value that is needed and empty. */
export function emptyFault(field: string, columns: readonly string[]): Fault {
  const cure =
    columns.length === 0 ? 'give it a value in the map' : 'fill it in, or make the fact depend on it with when';
  return new Fault(`${field} is empty`, cure, columns);
}
