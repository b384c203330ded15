import { type Objection, objectionToInstant } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { type Instant, wallTime } from '#libs/domain/time.js';

interface DeparturePlannedValue {
  readonly departsAt?: Date | undefined;
}

/** It was planned with which departure the parcel leaves. The first plan counts: a later plan is normal and never helps. */
export const departurePlanned = factKind({
  counts: 'first',
  mayRepeat: true,
  part: 'may',
  check: ({ departsAt }: DeparturePlannedValue, plannedAt) =>
    objectionToInstant(departsAt?.getTime(), 'departure_planned.departs_at') ?? plannedAfterwards(departsAt, plannedAt),
  read: ({ departsAt }, happenedAt) => {
    if (departsAt === undefined) throw new Error('a stored plan has no departure');
    return { name: 'departure_planned' as const, happenedAt, departsAt: departsAt.getTime() };
  },
  describe: ({ departsAt }, zone) => (departsAt === undefined ? '' : `leaves ${wallTime(departsAt.getTime(), zone)}`),
});

/** A departure that is planned when it has left can never be missed. */
function plannedAfterwards(departsAt: Date | undefined, plannedAt: Instant): Objection | undefined {
  if (departsAt === undefined || departsAt.getTime() >= plannedAt) return undefined;
  const detail = 'the departure lies before the plan was made';
  return { reason: 'DEPARTURE_BEFORE_PLAN', field: 'departure_planned.departs_at', detail };
}
