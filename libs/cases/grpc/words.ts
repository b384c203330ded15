import { Class as ClassNumber, Origin as OriginNumber } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Class, Origin } from '#libs/domain/observation.js';

/** The origins a caller may give, by their numbers in the contract; whatever else he sends is not among them. */
export const ORIGINS: ReadonlyMap<number, Origin> = new Map([
  [OriginNumber.ORIGIN_REPORTED, 'REPORTED'],
  [OriginNumber.ORIGIN_IMPORTED, 'IMPORTED'],
  [OriginNumber.ORIGIN_GENERATED, 'GENERATED'],
]);

export const CLASS_TO_PROTO = {
  ACCOUNTABLE: ClassNumber.CLASS_ACCOUNTABLE,
  EXCLUDED: ClassNumber.CLASS_EXCLUDED,
  OTHERS: ClassNumber.CLASS_OTHERS,
} as const satisfies Record<Class, ClassNumber>;

export const ORIGIN_TO_PROTO = {
  REPORTED: OriginNumber.ORIGIN_REPORTED,
  IMPORTED: OriginNumber.ORIGIN_IMPORTED,
  GENERATED: OriginNumber.ORIGIN_GENERATED,
} as const satisfies Record<Origin, OriginNumber>;
