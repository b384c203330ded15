import { objectionToId } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import type { Part } from '#libs/domain/part.js';

interface ParcelReplacedValue {
  readonly byParcelId: Part;
}

/** Another parcel takes the place of a parcel: merged into it, or lost and sent again. The last report counts: plans change. */
export const parcelReplaced = factKind({
  counts: 'last',
  part: 'must',
  check: ({ byParcelId }: ParcelReplacedValue, _, part) => {
    const field = 'parcel_replaced.by_parcel_id';
    if (byParcelId === part) {
      const detail = `parcel ${part} cannot take its own place; name the other parcel`;
      return { reason: 'PARCEL_REPLACES_ITSELF' as const, field, detail };
    }
    return objectionToId(byParcelId, 'PARCEL_ID_INVALID', field);
  },
  read: ({ byParcelId }, happenedAt) => ({ name: 'replaced' as const, happenedAt, replacedBy: byParcelId }),
  describe: ({ byParcelId }) => `by parcel ${byParcelId}`,
});
