import { isMilestone, type StoredFact } from '#libs/cases/facts/stored-fact.js';
import { namedMilestoneOf } from '#libs/cases/milestones/milestone-codec.js';
import { CustomFact, type FieldValue } from '#libs/contracts/cx/custom/v1/custom.js';
import { readMilestone } from '#libs/custom/heard-milestone.js';
import type { HeardMilestone, OwnFact, OwnTally, TypedFields, TypedValue } from '#libs/custom/own-fact.js';

/** The kind under which tallies are stored. No kind of fact of a document has this name. */
export const TALLY = 'tally';

/** The bytes by which a fact is stored and compared: its fields in the order of their names. */
export function bytesOf(fact: CustomFact): Uint8Array {
  const fields = new Map([...fact.fields].sort(([one], [other]) => (one < other ? -1 : 1)));
  return CustomFact.encode({ ...fact, fields }).finish();
}

/** A stored fact of a kind that the company declared; undefined for a tally and for a milestone. */
export function factOf({ kind, happenedAt, body }: StoredFact): OwnFact | undefined {
  return kind === TALLY || isMilestone({ kind })
    ? undefined
    : { kind, happenedAt, fields: fieldsOf(CustomFact.decode(body)) };
}

/** A stored tally; undefined for a fact. */
export function tallyOf({ kind, feed, happenedAt, body }: StoredFact): OwnTally | undefined {
  const { what } = kind === TALLY ? CustomFact.decode(body) : { what: undefined };
  if (what?.$case !== 'tally') return undefined;
  return { ...what.value, feed, happenedAt, hits: Number(what.value.hits), misses: Number(what.value.misses) };
}

/** A stored milestone of another department; undefined for a fact. */
export function heardOf(fact: StoredFact): HeardMilestone | undefined {
  return isMilestone(fact) ? readMilestone(fact.kind, namedMilestoneOf(fact)) : undefined;
}

/** The fields that have a value. */
export function fieldsOf({ fields }: CustomFact): TypedFields {
  const typed = [...fields].flatMap(([name, field]): [string, TypedValue][] => {
    const value = typedValue(field);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(typed);
}

/** A field of the contract with its type; undefined without a value. */
export function typedValue({ value }: FieldValue): TypedValue | undefined {
  switch (value?.$case) {
    case 'text':
    case 'choice':
    case 'day':
      return { type: value.$case, value: value.value };
    case 'wholeNumber':
      return { type: 'whole_number', value: BigInt(value.value) };
    case 'instant':
      return { type: 'instant', value: value.value.getTime() };
    case 'yesNo':
      return { type: 'yes_no', value: value.value };
    default:
      return undefined;
  }
}
