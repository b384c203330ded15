import type { Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import { type Objection, objectionToUnit, objectionToZone } from './fact-checks.js';

/** Where a subject is, or who acted there, and by which clock its days are told apart. */
export interface PlaceValue {
  readonly unit: Unit;
  readonly zone: Zone;
}

/** @param kind  of the fact: "goods_received" */
export function objectionToPlace({ unit, zone }: PlaceValue, kind: string): Objection | undefined {
  return objectionToUnit(unit, `${kind}.unit`) ?? objectionToZone(zone, `${kind}.zone`);
}
