import { objectionToId, objectionToInstant, objectionToUnit } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { wallTime } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

interface ReleasedValue {
  /** Until when the warehouse must hand the parcel over. */
  readonly handOverDueAt?: Date | undefined;
  readonly originUnit: Unit;
  /** As the shop names it; empty when not known. */
  readonly carrier: string;
  /** As the shop names it; empty when not known. */
  readonly serviceLevel: string;
}

/** The order, or one of its parcels, was given to the warehouse. The first report counts: a later limit never helps. */
export const released = factKind({
  counts: 'first',
  part: 'may',
  check: ({ handOverDueAt, originUnit, carrier, serviceLevel }: ReleasedValue) =>
    objectionToInstant(handOverDueAt?.getTime(), 'released.hand_over_due_at') ??
    objectionToUnit(originUnit, 'released.origin_unit') ??
    (carrier === '' ? undefined : objectionToId(carrier, 'CARRIER_INVALID', 'released.carrier')) ??
    (serviceLevel === '' ? undefined : objectionToId(serviceLevel, 'SERVICE_LEVEL_INVALID', 'released.service_level')),
  read: ({ handOverDueAt, originUnit, carrier, serviceLevel }, happenedAt) => {
    if (handOverDueAt === undefined) throw new Error('a stored release has no limit');
    return {
      ...{ name: 'released' as const, happenedAt, dueAt: handOverDueAt.getTime(), originUnit },
      ...(carrier === '' ? {} : { carrier }),
      ...(serviceLevel === '' ? {} : { serviceLevel }),
    };
  },
  describe: ({ handOverDueAt, originUnit, carrier, serviceLevel }, zone) => {
    const figures = [
      handOverDueAt === undefined ? '' : `limit ${wallTime(handOverDueAt.getTime(), zone)}, from ${originUnit}`,
      carrier === '' ? '' : `by ${carrier}`,
      serviceLevel,
    ];
    return figures.filter((figure) => figure !== '').join(', ');
  },
});
