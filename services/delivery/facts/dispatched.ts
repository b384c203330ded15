import { objectionToInstant, objectionToUnit } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { wallTime } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

interface DispatchedValue {
  /** Who brings it. */
  readonly unit: Unit;
  /** By when it must be delivered by the contract with the carrier. */
  readonly contractDueAt?: Date | undefined;
}

/** The parcel left for the customer. The first report counts: a later one neither changes who answers nor gives more time. */
export const dispatched = factKind({
  counts: 'first',
  part: 'may',
  check: ({ unit, contractDueAt }: DispatchedValue) =>
    objectionToUnit(unit, 'dispatched.unit') ??
    (contractDueAt && objectionToInstant(contractDueAt.getTime(), 'dispatched.contract_due_at')),
  read: ({ unit, contractDueAt }, happenedAt) => ({
    ...{ name: 'dispatched' as const, happenedAt, unit },
    contractDueAt: contractDueAt?.getTime(),
  }),
  describe: ({ unit, contractDueAt }, zone) => {
    const limit = contractDueAt === undefined ? [] : [`by contract until ${wallTime(contractDueAt.getTime(), zone)}`];
    return [`with ${unit}`, ...limit].join(', ');
  },
});
