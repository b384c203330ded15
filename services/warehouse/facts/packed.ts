import { type Objection, objectionToUnit } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import type { Unit } from '#libs/domain/unit.js';

interface PackedValue {
  /** Empty: the origin of the parcel. */
  readonly unit: Unit;
  /** As the shop calls it; empty when the customer wished nothing. */
  readonly packagingWish: string;
  readonly wishHonoured: boolean;
}

/** The parcel was packed. The first report counts. */
export const packed = factKind({
  counts: 'first',
  part: 'may',
  check: ({ unit, packagingWish }: PackedValue) =>
    (unit === '' ? undefined : objectionToUnit(unit, 'packed.unit')) ?? wrongWish(packagingWish),
  read: ({ unit, packagingWish, wishHonoured }, happenedAt) => ({
    ...{ name: 'packed' as const, happenedAt },
    ...(unit === '' ? {} : { unit }),
    ...(packagingWish === '' ? {} : { wish: { isHonoured: wishHonoured } }),
  }),
  describe: ({ unit, packagingWish, wishHonoured }) => {
    const wish = packagingWish === '' ? '' : `${packagingWish} ${wishHonoured ? 'honoured' : 'not honoured'}`;
    return [wish, unit === '' ? '' : `by ${unit}`].filter((figure) => figure !== '').join(', ');
  },
});

const WISH = /^[a-z0-9_-]{0,64}$/;

/** A wish is a word of the shop, so that no text of a customer is stored by mistake. */
function wrongWish(wish: string): Objection | undefined {
  if (WISH.test(wish)) return undefined;
  const detail = 'a wish has 1 to 64 characters of a-z, 0-9, "_" and "-"; leave it empty when there is none';
  return { reason: 'PACKAGING_WISH_INVALID', field: 'packed.packaging_wish', detail };
}
