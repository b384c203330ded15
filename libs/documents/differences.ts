import type { Path } from './finding.js';

/** One place in which two versions of a document differ. */
export type Difference = {
  /** For people: "departments.delivery[arrived_at_last].target_ppm"; empty when the whole document is meant. */
  readonly place: string;
  /** Keys and places in lists. The schema of the document says by it what the value means. */
  readonly path: Path;
} & (
  | { readonly kind: 'ADDED'; readonly proposed: unknown }
  | { readonly kind: 'REMOVED'; readonly published: unknown }
  | { readonly kind: 'CHANGED'; readonly published: unknown; readonly proposed: unknown }
  /** The entries of a list stand in another order; both sides name the entries that they have in common. */
  | { readonly kind: 'REORDERED'; readonly published: readonly string[]; readonly proposed: readonly string[] }
);

/** By what an entry of a list is known: the first of these that every entry has, and no two have alike. */
const ENTRY_NAMES = ['metric', 'day', 'valid_from', 'unit', 'to', 'reason'];

/**
 * Where a proposed document differs from the published one, in the order of the proposed document. Nothing differs when both mean
 * the same: layout, comments and the order of keys are not in the values, the order of lists is.
 *
 * Entries of a list are matched by their name, such as the metric or the day; without names by their place when both lists are
 * equally long, and otherwise by what they say.
 *
 * @param published  plain values of a document of any kind; undefined while there is none
 * @param proposed   the same
 */
export function differences(published: unknown, proposed: unknown): readonly Difference[] {
  return between(published, proposed, { path: [], place: '' });
}

interface Place {
  readonly path: Path;
  readonly place: string;
}

function between(published: unknown, proposed: unknown, at: Place): readonly Difference[] {
  if (areSame(published, proposed)) return [];
  if (published === undefined) return [{ ...at, kind: 'ADDED', proposed }];
  if (proposed === undefined) return [{ ...at, kind: 'REMOVED', published }];
  if (isRecord(published) && isRecord(proposed)) return betweenRecords(published, proposed, at);
  const areLists = isListOfRecords(published) && isListOfRecords(proposed);
  return areLists ? betweenLists(published, proposed, at) : [{ ...at, kind: 'CHANGED', published, proposed }];
}

function betweenRecords(published: Entry, proposed: Entry, at: Place): readonly Difference[] {
  const removed = Object.keys(published).filter((key) => !Object.hasOwn(proposed, key));
  return [...Object.keys(proposed), ...removed].flatMap((key) =>
    between(own(published, key), own(proposed, key), {
      path: [...at.path, key],
      place: at.place === '' ? key : `${at.place}.${key}`,
    }),
  );
}

function betweenLists(published: readonly Entry[], proposed: readonly Entry[], at: Place): readonly Difference[] {
  const [before, after] = namedAlike(published, proposed);
  const placed = (name: string, index: number): Place => ({ path: [...at.path, index], place: `${at.place}[${name}]` });
  const inBoth = [...after].flatMap(([name, { entry, index }]) =>
    between(before.get(name)?.entry, entry, placed(name, index)),
  );
  const removed = [...before].flatMap(([name, { entry, index }]) =>
    after.has(name) ? [] : between(entry, undefined, placed(name, index)),
  );
  const orders = [
    [...before.keys()].filter((name) => after.has(name)),
    [...after.keys()].filter((name) => before.has(name)),
  ] as const;
  const moved: readonly Difference[] = areSame(...orders)
    ? []
    : [{ ...at, kind: 'REORDERED', published: orders[0], proposed: orders[1] }];
  return [...inBoth, ...removed, ...moved];
}

type Entry = Readonly<Record<string, unknown>>;
type Named = ReadonlyMap<string, { readonly entry: Entry; readonly index: number }>;

/** The entries of two lists under names that mean the same in both. */
function namedAlike(published: readonly Entry[], proposed: readonly Entry[]): readonly [Named, Named] {
  const field = ENTRY_NAMES.find((name) => isNameIn(published, name) && isNameIn(proposed, name));
  if (field !== undefined)
    return [named(published, (one) => String(one[field])), named(proposed, (one) => String(one[field]))];
  const byPlace = (_: Entry, index: number) => String(index);
  if (published.length === proposed.length) return [named(published, byPlace), named(proposed, byPlace)];
  return [named(published, said(published)), named(proposed, said(proposed))];
}

function named(entries: readonly Entry[], nameOf: (entry: Entry, index: number) => string): Named {
  return new Map(entries.map((entry, index) => [nameOf(entry, index), { entry, index }]));
}

function isNameIn(entries: readonly Entry[], field: string): boolean {
  const names = entries.map((entry) => entry[field]);
  return names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
}

/** What an entry says, in one spelling. Of entries that say the same, the second is another one. */
function said(entries: readonly Entry[]): (entry: Entry, index: number) => string {
  const texts = entries.map(spelled);
  return (_, index) => {
    const text = texts[index] ?? '';
    const earlier = texts.slice(0, index).filter((one) => one === text).length;
    return earlier === 0 ? text : `${text} (${earlier + 1})`;
  };
}

function spelled(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spelled).join(', ')}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? '';
  const fields = Object.keys(value).toSorted();
  return `{ ${fields.map((key) => `${key}: ${spelled(value[key])}`).join(', ')} }`;
}

/** Whether two plain values mean the same: the order of keys does not count. */
function areSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => areSame(item, other[index]));
  }
  if (!isRecord(one) || !isRecord(other)) return Object.is(one, other);
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && areSame(one[key], other[key]))
  );
}

function own(record: Entry, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function isRecord(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An empty list is one, too: everything in the other was added or removed. */
function isListOfRecords(value: unknown): value is readonly Entry[] {
  return Array.isArray(value) && value.every(isRecord);
}
