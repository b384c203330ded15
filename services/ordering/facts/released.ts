import { objectionToInstant, objectionToUnit } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { wallTime } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

interface ReleasedValue {
  /** Until when the warehouse must hand the parcel over. */
  readonly handOverDueAt?: Date | undefined;
  readonly originUnit: Unit;
}

/** The order was given to the warehouse. The first report counts: a later limit never helps. */
export const released = factKind({
  counts: 'first',
  check: ({ handOverDueAt, originUnit }: ReleasedValue) =>
    objectionToInstant(handOverDueAt?.getTime(), 'released.hand_over_due_at') ??
    objectionToUnit(originUnit, 'released.origin_unit'),
  read: ({ handOverDueAt, originUnit }, happenedAt) => {
    if (handOverDueAt === undefined) throw new Error('a stored release has no limit');
    return { name: 'released' as const, happenedAt, dueAt: handOverDueAt.getTime(), originUnit };
  },
  describe: ({ handOverDueAt, originUnit }, zone) =>
    handOverDueAt === undefined ? '' : `limit ${wallTime(handOverDueAt.getTime(), zone)}, from ${originUnit}`,
});
