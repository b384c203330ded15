/**
 * The sources of observations: departments, and the survey, which is the customer's own voice and no department. Five are built in.
 * A company may declare more, such as `product`; each has a name of its own in batches, counts, metrics and indexes.
 */

/** The departments that the product brings along, in the order of a parcel's journey. */
export const BUILT_IN_DEPARTMENTS = ['ordering', 'warehouse', 'delivery', 'support'] as const;
/** The same with the survey behind them. */
export const BUILT_IN_SOURCES = [...BUILT_IN_DEPARTMENTS, 'survey'] as const;

export type BuiltInDepartment = (typeof BUILT_IN_DEPARTMENTS)[number];
export type BuiltInSource = (typeof BUILT_IN_SOURCES)[number];

declare const OWN: unique symbol;

/** A department of the company's own: a name that was checked. */
export type OwnDepartment = string & { readonly [OWN]: true };

/** What observations come from: one of the five, or a department of the company's own. */
export type Source = BuiltInSource | OwnDepartment;

/** A department that is measured, and whose people are paid by it. */
export type Department = BuiltInDepartment | OwnDepartment;

/**
 * Names that a department cannot have. Each stands where the name of a department may stand and means something else there: a
 * process, a party that answers for a case, a label value.
 */
export const RESERVED_NAMES = [
  'scoring',
  'signer',
  'payout',
  'custom',
  'customer',
  'unattributed',
  'other',
  'all',
] as const;

/** What a name looks like; `problemOfSource` also knows the reserved ones. */
export const SOURCE_PATTERN = /^[a-z][a-z0-9_]{0,30}$/;

/** Names of sources as messages state their form. */
export const SOURCE_FORM = 'a department is named in 1 to 31 characters of a-z, 0-9 and "_", and begins with a-z';

/** Why a text cannot be the name of a source; undefined when it can. */
export function problemOfSource(text: string): 'FORM' | 'RESERVED' | undefined {
  if (!SOURCE_PATTERN.test(text)) return 'FORM';
  return RESERVED_NAMES.some((reserved) => reserved === text) ? 'RESERVED' : undefined;
}

/** Whether a text can be the name of a source. Whether there is such a source is another question. */
export function isSource(text: string): text is Source {
  return problemOfSource(text) === undefined;
}

/** Whether a text can be the name of a department: the survey is none. */
export function isDepartment(text: string): text is Department {
  return isSource(text) && text !== 'survey';
}

export function isBuiltIn(text: string): text is BuiltInSource {
  return BUILT_IN_SOURCES.some((source) => source === text);
}

/** Each once: the built-in ones in the order of the journey, then the company's own by name. */
export function inOrder<S extends Source>(sources: Iterable<S>): readonly S[] {
  return [...new Set(sources)].sort(compareSources);
}

/** Negative when the first comes before the second. */
export function compareSources(one: Source, other: Source): number {
  return placeOf(one) - placeOf(other) || (one < other ? -1 : one > other ? 1 : 0);
}

function placeOf(source: Source): number {
  return isBuiltIn(source) ? BUILT_IN_SOURCES.indexOf(source) : BUILT_IN_SOURCES.length;
}
