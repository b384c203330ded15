import { factKind } from '#libs/cases/facts/fact-kind.js';
import { PACKAGING_FAULTS } from '#libs/catalogue/warehouse/handled-parcel.js';

interface PackagingComplainedValue {
  /** A number of PACKAGING_FAULTS; 0 when it is not known. */
  readonly fault: number;
}

/** The customer complained about how the parcel was packed. Every report counts. */
export const packagingComplained = factKind({
  counts: 'every',
  part: 'may',
  check: ({ fault }: PackagingComplainedValue) => {
    if (fault === 0 || PACKAGING_FAULTS.find(fault) !== undefined) return undefined;
    const detail = 'this version does not know the fault; leave it out when none fits';
    return { reason: 'PACKAGING_FAULT_UNKNOWN', field: 'packaging_complained.fault', detail };
  },
  read: ({ fault }, happenedAt) => ({
    ...{ name: 'packaging_complained' as const, happenedAt, fault: PACKAGING_FAULTS.find(fault) },
  }),
  describe: ({ fault }) => PACKAGING_FAULTS.find(fault)?.toLowerCase().replaceAll('_', ' ') ?? '',
});
