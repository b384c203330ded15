import { objectionToUnit, objectionToZone } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import type { Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

interface ReceivedValue {
  /** The team that took the contact. */
  readonly unit: Unit;
  /** Of the customer. */
  readonly zone: Zone;
}

/** A customer contacted the help desk. The first report counts. */
export const received = factKind({
  counts: 'first',
  check: ({ unit, zone }: ReceivedValue) =>
    objectionToUnit(unit, 'received.unit') ?? objectionToZone(zone, 'received.zone'),
  read: ({ unit, zone }, happenedAt) => ({ name: 'received' as const, happenedAt, unit, zone }),
  describe: ({ unit }) => `taken by ${unit}`,
  zone: ({ zone }) => zone,
});
