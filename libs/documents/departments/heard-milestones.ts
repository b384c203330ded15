import { isMilestoneName, MILESTONE_KINDS, type MilestoneName } from '#libs/domain/milestone.js';
import { FULFILMENTS } from '#libs/domain/promise.js';
import { isBuiltIn, type Source } from '#libs/domain/source.js';
import type { FieldSpec } from '#libs/expressions/types.js';
import type { DepartmentEntry } from './departments-document.js';

/** What a case of the company's own department is when milestones of the built-in departments belong to it. */
export const ORDER_CASE = 'order';

type Fields = Readonly<Record<string, FieldSpec>>;

const text = { type: 'text', required: false } as const;
const instant = { type: 'instant', required: false } as const;
const day = { type: 'day', required: false } as const;

/** What expressions read of every milestone beside `happened_at`. `part` is absent when the milestone is about the whole order. */
const OF_EVERY: Fields = { unit: { ...text, required: true }, part: text };
const CARRIED: Fields = { carrier: text, service_level: text };

/** What expressions read of each milestone of the built-in departments. */
const FIELDS: Readonly<Record<MilestoneName, Fields>> = {
  promised: {
    promised_day: { ...day, required: true },
    zone: { ...text, required: true },
    promised_from: instant,
    promised_to: instant,
    ready_for_collection_by: instant,
    needed_by_day: day,
    fulfilment: { type: 'choice', choices: FULFILMENTS.words, required: false },
    destination_unit: text,
    ...CARRIED,
  },
  payment_approved: {},
  released: { due_at: instant, origin_unit: text, ...CARRIED },
  replaced: { replaced_by: text },
  canceled: {},
  unavailable: {},
  handed_over: { due_at: instant },
  ready_for_collection: {},
  delivered: {},
};

/** The two parts of "delivery/delivered". */
export function splitMilestone(standing: string): { readonly source: string; readonly name: string } {
  const [source = '', name = ''] = standing.split('/');
  return { source, name };
}

/** The names of the milestones that a built-in department publishes; empty for any other. */
export function milestonesOf(source: string): MilestoneName[] {
  return (Object.keys(MILESTONE_KINDS) as MilestoneName[]).filter(
    (name) => (MILESTONE_KINDS[name].publishedBy as Source) === source,
  );
}

/** What expressions read of a milestone, "delivery/delivered"; undefined when no built-in department publishes it. */
export function builtInMilestoneFields(standing: string): Fields | undefined {
  const { source, name } = splitMilestone(standing);
  if (!isMilestoneName(name) || MILESTONE_KINDS[name].publishedBy !== source) return undefined;
  return { ...OF_EVERY, ...FIELDS[name] };
}

/** A milestone as the expressions of a department read it. */
export interface Heard {
  /** "delivery/delivered" */
  readonly milestone: string;
  readonly counts: 'first' | 'last';
  readonly fields: Fields;
}

/** All departments of a document, by name. */
export type Entries = Readonly<Record<string, DepartmentEntry>>;

/** The names of the milestones that a department publishes. */
export function publishedBy(source: string, entries: Entries): string[] {
  const own = Object.hasOwn(entries, source) ? entries[source]?.publishes : undefined;
  return isBuiltIn(source) ? milestonesOf(source) : Object.keys(own ?? {});
}

/** What expressions read of a milestone; undefined when no department publishes it. */
function milestoneFields(standing: string, entries: Entries): Fields | undefined {
  const { source, name } = splitMilestone(standing);
  if (isBuiltIn(source)) return builtInMilestoneFields(standing);
  const own = publishedBy(source, entries).includes(name) ? entries[source]?.publishes?.[name] : undefined;
  if (own === undefined) return undefined;
  // An earlier version of the document may have published it without them.
  return { ...(own.day !== undefined && { day }), ...(own.text !== undefined && { text }) };
}

/** What a department hears, by the name under which expressions read it. A milestone that does not exist has no fields. */
export function heardBy(
  { hears = {} }: Pick<DepartmentEntry, 'hears'>,
  entries: Entries,
): Readonly<Record<string, Heard>> {
  return Object.fromEntries(
    Object.entries(hears).map(([name, { milestone, counts = 'last' }]): [string, Heard] => [
      name,
      { milestone, counts, fields: milestoneFields(milestone, entries) ?? {} },
    ]),
  );
}

/** Whose cases a department has: "order", or the name of the department that names them. */
export function casesOf(source: string, entries: Entries): string {
  if (isBuiltIn(source)) return ORDER_CASE;
  return (Object.hasOwn(entries, source) ? entries[source]?.case?.same_as : undefined) ?? source;
}
