import { nameWithPart, type OfPart, type Part, WHOLE } from '#libs/domain/part.js';
import type { Day, Instant } from '#libs/domain/time.js';

/** A fact or a milestone about an order, or about one of its parcels. */
export interface Step extends OfPart {
  readonly name: string;
  readonly happenedAt: Instant;
  /** Only of "replaced": the parcel that takes the place of this one. */
  readonly replacedBy?: Part;
}

/**
 * The parcels of an order. Ordering alone decides which they are, by its releases and replacements: a department that is judged once
 * for each parcel does not decide how many there are.
 */
export interface Parcels {
  /** In the order in which ordering named them; empty while it names none. Then the order is judged as one parcel, WHOLE. */
  readonly all: readonly Part[];
  /** When another parcel took the place of a parcel. The order does not wait for such a parcel. */
  readonly replacedAt: ReadonlyMap<Part, Instant>;
}

/** @param known  in order of time; everything that is no release and no replacement is ignored */
export function parcelsOf(known: readonly Step[]): Parcels {
  const all: Part[] = [];
  const replacedAt = new Map<Part, Instant>();
  const add = (part: Part) => {
    if (part !== WHOLE && !all.includes(part)) all.push(part);
  };
  for (const { name, part, replacedBy = WHOLE, happenedAt } of known) {
    if (name === 'released') add(part ?? WHOLE);
    if (name !== 'replaced') continue;
    add(part ?? WHOLE);
    add(replacedBy);
    if (part !== undefined) replacedAt.set(part, happenedAt);
  }
  return { all, replacedAt };
}

/**
 * The step of one kind that counts for a parcel: the first one that names it. If the order has a single parcel, a step without a parcel
 * speaks for it. For the order as one, the first step without a parcel counts.
 */
export function stepOf<S extends Step>(
  known: readonly S[],
  name: S['name'],
  part: Part,
  { all }: Parcels,
): S | undefined {
  const first = (of: Part) => known.find((step) => step.name === name && (step.part ?? WHOLE) === of);
  return first(part) ?? (all.length === 1 ? first(WHOLE) : undefined);
}

/**
 * When a parcel made a step; undefined while it did not. An order that is judged as one makes a step with the last parcel that the
 * department has named, although ordering names none; a step without a parcel counts only while the department names none either.
 */
export function stepAt(known: readonly Step[], name: string, part: Part, parcels: Parcels): Instant | undefined {
  if (part !== WHOLE) return stepOf(known, name, part, parcels)?.happenedAt;
  if (!known.some((step) => step.name === name)) return undefined;
  const named: Part[] = [];
  for (const step of known)
    if (step.name === name && step.part !== undefined && !named.includes(step.part)) named.push(step.part);
  if (named.length === 0) return stepOf(known, name, WHOLE, parcels)?.happenedAt;
  return lastOf(named.map((one) => stepOf(known, name, one, parcels)?.happenedAt));
}

/**
 * When a parcel was there for the customer: when it was delivered. A parcel that the customer collects is there when it is ready for
 * collection, or when the customer has it, whichever was first.
 */
export function arrivalAt(
  known: readonly Step[],
  part: Part,
  parcels: Parcels,
  isCollected: boolean,
): Instant | undefined {
  if (!isCollected) return stepAt(known, 'delivered', part, parcels);
  const arrivals = known.filter(({ name }) => name === 'delivered' || name === 'ready_for_collection');
  const inOrder = arrivals.map((step) => ({ ...step, name: 'arrived' })).sort((a, b) => a.happenedAt - b.happenedAt);
  return stepAt(inOrder, 'arrived', part, parcels);
}

/** Whether a step was made by a parcel or by the whole order. */
export function isStepMade(known: readonly Step[], name: string, part: Part): boolean {
  return known.some((step) => step.name === name && (step.part === undefined || step.part === part));
}

/** The last of several instants or days; undefined while one of them is not known, or for none. An order is there when its last parcel is. */
export function lastOf<Time extends Instant | Day>(times: readonly (Time | undefined)[]): Time | undefined {
  const known = times.filter((time) => time !== undefined);
  if (known.length < times.length) return undefined;
  return known.reduce<Time | undefined>((last, time) => (last === undefined || time > last ? time : last), undefined);
}

/** Steps of a parcel that is there. After another parcel took its place, these contradict; that it is lost or damaged does not. */
const IN_HAND: ReadonlySet<string> = new Set(['handed_over', 'ready_for_collection', 'delivered']);

/**
 * Steps of a department that do not count, or that contradict the parcels of the order: PARCEL_NOT_NAMED for a step that names no parcel
 * of several, PARCEL_NOT_RELEASED for one of an unknown parcel, "DELIVERED_THOUGH_REPLACED" for one of a parcel that was replaced
 * before. Each once, with the parcel that it concerns.
 *
 * @param own  the steps that the department's feeds reported
 */
export function contradictionsOf(own: readonly Step[], { all, replacedAt }: Parcels): string[] {
  const isNamed = (name: string) => own.some((step) => step.name === name && step.part !== undefined);
  const found = own.flatMap(({ name, part = WHOLE, happenedAt }) => {
    if (part === WHOLE) return all.length > 1 || isNamed(name) ? ['PARCEL_NOT_NAMED'] : [];
    if (all.length > 0 && !all.includes(part)) return [nameWithPart('PARCEL_NOT_RELEASED', part)];
    const isLater = IN_HAND.has(name) && happenedAt > (replacedAt.get(part) ?? Number.POSITIVE_INFINITY);
    return isLater ? [nameWithPart(`${name.toUpperCase()}_THOUGH_REPLACED`, part)] : [];
  });
  return [...new Set(found)].sort();
}
