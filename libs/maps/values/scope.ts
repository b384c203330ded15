import type { Zone } from '#libs/domain/time.js';
import type { Scalar, Value, ValueType } from './value.js';

/** A row of a table with its values in the order of the table's words, and the rows that belong to it. */
export interface Row {
  readonly values: readonly Value[];
  /** By the index of the group. */
  readonly groups: readonly (readonly Row[])[];
  /** The row that this one belongs to. */
  readonly parent: Row | undefined;
  /** Of wall times, and where the customer is. */
  readonly zone: Zone | undefined;
}

/** A name that expressions may use for something in a row. */
export interface Word {
  readonly type: ValueType;
  /** It holds a list. */
  readonly several: boolean;
  /** The columns of the file behind it. */
  readonly columns: readonly string[];
  /** @throws {Fault} */
  readonly read: (row: Row) => Value;
}

/** The rows that belong to a row, by the name that the map gives them. */
export interface Group {
  readonly index: number;
  readonly scope: Scope;
}

/** The words that an expression about a row may use. */
export interface Scope {
  readonly words: Map<string, Word>;
  readonly groups: Map<string, Group>;
  /** The words of the row that this row belongs to. */
  readonly parent: Scope | undefined;
}

/** A word by its name: "status", or "items.seller" for a list of what the rows of a group hold. */
export function wordOf(scope: Scope, name: string): Word | undefined {
  const [first = '', second] = name.split('.');
  if (second === undefined) return scope.words.get(first) ?? inherited(scope, name);
  const group = scope.groups.get(first);
  const word = group?.scope.words.get(second);
  if (group === undefined || word === undefined) return inherited(scope, name);
  const read = (row: Row): Value => (row.groups[group.index] ?? []).flatMap((one) => listOf(word.read(one)));
  return { type: word.type, several: true, columns: word.columns, read };
}

function inherited({ parent }: Scope, name: string): Word | undefined {
  const word = parent && wordOf(parent, name);
  return word && { ...word, read: (row) => (row.parent === undefined ? undefined : word.read(row.parent)) };
}

/** All names that may be used, for the sentence about one that does not exist. */
export function namesIn({ words, groups, parent }: Scope): string[] {
  const inGroups = [...groups].flatMap(([name, { scope }]) => [...scope.words.keys()].map((word) => `${name}.${word}`));
  return [...words.keys(), ...inGroups, ...(parent === undefined ? [] : namesIn(parent))];
}

/** The values that are not empty. */
export function listOf(value: Value): Exclude<Scalar, undefined>[] {
  const list = isList(value) ? value : [value];
  return list.filter((one) => one !== undefined);
}

export function isList(value: Value): value is readonly Scalar[] {
  return Array.isArray(value);
}
