import type { Instant, Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/** A fact that a warehouse reported about a subject: a receipt, a return, the count of a location, an audit. */
export type KnownOfSubject = Begun | Ended | Checked;

interface Begun {
  readonly about: 'receipt' | 'return';
  readonly name: 'goods_received' | 'return_received';
  readonly happenedAt: Instant;
  readonly unit: Unit;
  readonly zone: Zone;
}

interface Ended {
  readonly about: 'receipt' | 'return';
  readonly name: 'goods_available' | 'return_inspected';
  readonly happenedAt: Instant;
}

interface Checked {
  readonly about: 'location_count' | 'packaging_audit';
  readonly name: 'location_counted' | 'packaging_audited';
  readonly happenedAt: Instant;
  readonly unit: Unit;
  readonly zone: Zone;
  readonly isRight: boolean;
}

/** Goods that arrived and that the warehouse has to work on: those of a receipt until they can be sold, those of a return until inspected. */
export interface Arrival {
  readonly unit: Unit;
  readonly zone: Zone;
  readonly arrivedAt: Instant;
  readonly doneAt: Instant | undefined;
}

/** What was checked once: a location by a count, the packaging by an audit. */
export interface Check {
  readonly unit: Unit;
  readonly zone: Zone;
  readonly at: Instant;
  readonly isRight: boolean;
}

/**
 * Makes the arrival from the facts of a receipt or of a return. The first fact of each kind counts.
 *
 * @param known  of one subject, in order of time
 * @returns      undefined while only its end is known
 */
export function arrivalFrom(known: readonly KnownOfSubject[]): Arrival | undefined {
  const begun = known.find((fact): fact is Begun => fact.name === 'goods_received' || fact.name === 'return_received');
  if (begun === undefined) return undefined;
  const ended = known.find(({ name }) => name === 'goods_available' || name === 'return_inspected');
  return { unit: begun.unit, zone: begun.zone, arrivedAt: begun.happenedAt, doneAt: ended?.happenedAt };
}

/** Makes the check from the facts of a count or of an audit; undefined while none is known. The first fact counts. */
export function checkFrom(known: readonly KnownOfSubject[]): Check | undefined {
  const checked = known.find((fact): fact is Checked => 'isRight' in fact);
  return checked && { unit: checked.unit, zone: checked.zone, at: checked.happenedAt, isRight: checked.isRight };
}

/** Instants that cannot both be true. The facts are accepted, judged as they are, and flagged. */
export function arrivalSuspicionsOf({ arrivedAt, doneAt }: Arrival): string[] {
  return doneAt !== undefined && doneAt < arrivedAt ? ['DONE_BEFORE_ARRIVAL'] : [];
}
