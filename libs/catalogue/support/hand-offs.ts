import type { Instant } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/** A contact was handed from one team to another. */
export interface HandOff {
  readonly at: Instant;
  /** The team that is to take it over. */
  readonly toUnit: Unit;
  /** When a person of that team went on with it; undefined while none did. */
  readonly takenOverAt: Instant | undefined;
}

export interface Transferred {
  readonly name: 'transferred';
  readonly happenedAt: Instant;
  readonly toUnit: Unit;
}

export interface TakenOver {
  readonly name: 'taken_over';
  readonly happenedAt: Instant;
}

/**
 * The hand-offs of a contact, in order of time. The first report that a person took it over, before it was handed on, ends each of them;
 * a team that hands it on without working on it has ended its own hand-off by that.
 *
 * @param known  in order of time
 */
export function handOffsOf(known: readonly { readonly name: string }[]): readonly HandOff[] {
  const given = known.filter((fact): fact is Transferred => fact.name === 'transferred');
  if (given.length === 0) return [];
  const taken = known.filter((fact): fact is TakenOver => fact.name === 'taken_over');
  return given.map(({ happenedAt: at, toUnit }, place) => {
    const next = given[place + 1]?.happenedAt;
    const isOwn = ({ happenedAt }: TakenOver) => happenedAt >= at && (next === undefined || happenedAt < next);
    return { at, toUnit, takenOverAt: taken.find(isOwn)?.happenedAt ?? next };
  });
}

/** The hand-off with the longest wait, and of several the first one; one that was not taken over yet is the longest. */
export function longestWait(handOffs: readonly HandOff[]): HandOff | undefined {
  return handOffs.reduce<HandOff | undefined>(
    (longest, one) => (longest === undefined || waitOf(one) > waitOf(longest) ? one : longest),
    undefined,
  );
}

function waitOf({ at, takenOverAt = Number.POSITIVE_INFINITY }: HandOff): number {
  return takenOverAt - at;
}
