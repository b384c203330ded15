import type { Path } from '../findings.js';
import type { ExpressionDocument } from '../map-document.js';
import { innerCondition } from './condition.js';
import { listOf, type Row } from './scope.js';
import type { Surroundings } from './surroundings.js';
import { type Expression, WRONG } from './template.js';
import type { Scalar, Value, ValueType } from './value.js';

type Filled = Exclude<Scalar, undefined>;
type Compile = (document: ExpressionDocument, around: Surroundings, path: Path) => Expression;
type Operand = { readonly [key: string]: ExpressionDocument };

/** What is made of a list: one of its values, or a number. */
const CHOICES: Readonly<Record<string, (list: readonly Filled[]) => Value>> = {
  earliest: (list) =>
    list.reduce<Scalar>((least, one) => (least === undefined || one < least ? one : least), undefined),
  latest: (list) => list.reduce<Scalar>((most, one) => (most === undefined || one > most ? one : most), undefined),
  first: (list) => list[0],
  last: (list) => list.at(-1),
  only: (list) => (new Set(list).size === 1 ? list[0] : undefined),
  all: (list) => [...new Set(list)],
  count: (list) => list.length,
  sum: (list) => list.reduce<number>((sum, one) => sum + Number(one), 0),
};

/** earliest, latest, first, last, only (when all are equal), all (each once), count, sum; of the rows of a group with `when`. */
export function chosen(
  compile: Compile,
): Record<string, (operand: Operand, around: Surroundings, path: Path) => Expression> {
  return Object.fromEntries(
    Object.entries(CHOICES).map(([name, choose]) => [
      name,
      (operand: Operand, around: Surroundings, path: Path) => choice(name, choose, operand, around, path, compile),
    ]),
  );
}

function choice(
  name: string,
  choose: (list: readonly Filled[]) => Value,
  operand: Operand,
  around: Surroundings,
  path: Path,
  compile: Compile,
): Expression {
  const { findings } = around;
  const what = operand[name];
  for (const key of Object.keys(operand).filter((one) => one !== name && one !== 'when'))
    findings.unknown([...path, key], `key of ${name}`, key, [name, 'when']);
  const listing =
    operand['when'] === undefined && !isGroup(what, around)
      ? plainList(what, around, [...path, name], compile)
      : groupList(what, operand['when'], around, path, compile);
  if (listing === undefined) {
    findings.add(
      path,
      `${name} needs the rows of a group`,
      `write {${name}: "{items.limit}"}, with a group under rows`,
    );
    return WRONG;
  }
  const type: ValueType = name === 'count' ? 'whole' : listing.type;
  return { type, several: name === 'all', columns: listing.columns, read: (row) => choose(listing.read(row)) };
}

interface Listing {
  readonly type: ValueType;
  readonly columns: readonly string[];
  readonly read: (row: Row) => readonly Filled[];
}

function isGroup(what: unknown, { scope }: Surroundings): boolean {
  return typeof what === 'string' && scope.groups.has(what);
}

function plainList(what: ExpressionDocument | undefined, around: Surroundings, path: Path, compile: Compile): Listing {
  const list = compile(what ?? '', around, path);
  return { type: list.type, columns: list.columns, read: (row) => listOf(list.read(row)) };
}

/** "comments" or "{comments.created_at}", of those rows for which `when` holds. */
function groupList(
  what: ExpressionDocument | undefined,
  when: ExpressionDocument | undefined,
  around: Surroundings,
  path: Path,
  compile: Compile,
): Listing | undefined {
  const [, name = '', word] = /^\{?([a-z0-9_]+)(?:\.([a-z0-9_]+)\})?$/.exec(String(what)) ?? [];
  const group = around.scope.groups.get(name);
  if (group === undefined) return undefined;
  const inside = { ...around, scope: group.scope };
  const holds = when === undefined ? undefined : innerCondition(when, group.scope, [...path, 'when'], around.findings);
  const value = word === undefined ? undefined : compile(`{${word}}`, inside, path);
  const read = (row: Row) => {
    const rows = (row.groups[group.index] ?? []).filter((one) => holds === undefined || holds(one));
    return value === undefined ? rows.map(() => true) : rows.flatMap((one) => listOf(value.read(one)));
  };
  return { type: value?.type ?? 'whole', columns: value?.columns ?? [], read };
}
