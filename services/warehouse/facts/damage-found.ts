import { factKind } from '#libs/cases/facts/fact-kind.js';
import { DAMAGE_CAUSES } from '#libs/catalogue/warehouse/handled-parcel.js';

interface DamageFoundValue {
  /** A number of DAMAGE_CAUSES. */
  readonly cause: number;
}

/** Goods were found damaged. Every report counts: the warehouse answers for what packing and handling damaged. */
export const damageFound = factKind({
  counts: 'every',
  part: 'may',
  check: ({ cause }: DamageFoundValue) => {
    if (DAMAGE_CAUSES.find(cause) !== undefined) return undefined;
    const detail = 'say what damaged the goods: PACKING, HANDLING, TRANSIT or PRODUCT';
    return { reason: 'DAMAGE_CAUSE_UNKNOWN', field: 'damage_found.cause', detail };
  },
  read: ({ cause }, happenedAt) => ({
    ...{ name: 'damage_found' as const, happenedAt, cause: DAMAGE_CAUSES.wordOf(cause) },
  }),
  describe: ({ cause }) => `by ${DAMAGE_CAUSES.wordOf(cause).toLowerCase()}`,
});
