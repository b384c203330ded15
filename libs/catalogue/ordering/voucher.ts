import { enumWords, type Word } from '#libs/domain/enum-words.js';
import type { Instant } from '#libs/domain/time.js';

/** Why a voucher is given, by its number in the contract. */
export const VOUCHER_CAUSES = enumWords('voucher cause', {
  COURTESY: 1,
  LATE: 2,
  DAMAGED: 3,
  WRONG_OR_MISSING_ITEM: 4,
  NOT_AS_DESCRIBED: 5,
  OUT_OF_STOCK: 6,
  WRONG_PRICE: 7,
  POOR_SERVICE: 8,
});
export type VoucherCause = Word<typeof VOUCHER_CAUSES>;

/** The department whose failure a voucher makes up for, by its number in the contract. */
export const CAUSING_DEPARTMENTS = enumWords('causing department', {
  ORDERING: 1,
  WAREHOUSE: 2,
  DELIVERY: 3,
  SUPPORT: 4,
});
export type CausingDepartment = Word<typeof CAUSING_DEPARTMENTS>;

/** A voucher, a credit or a discount that the customer was given for an order. */
export interface Voucher {
  readonly happenedAt: Instant;
  readonly cause: VoucherCause;
  /** In minor units of the currency of the company. */
  readonly amountMinor: number;
  /** Unset when the feed does not name it; then the cause decides. */
  readonly causedBy?: CausingDepartment;
}

/** NONE for a courtesy: nothing went wrong. UNKNOWN where neither the feed nor the cause says whose failure it was. */
export function failedDepartment({ cause, causedBy }: Voucher): CausingDepartment | 'NONE' | 'UNKNOWN' {
  return cause === 'COURTESY' ? 'NONE' : (causedBy ?? BY_CAUSE[cause]);
}

/** Late and damaged goods passed through several hands. */
const BY_CAUSE: Readonly<Record<Exclude<VoucherCause, 'COURTESY'>, CausingDepartment | 'UNKNOWN'>> = {
  LATE: 'UNKNOWN',
  DAMAGED: 'UNKNOWN',
  WRONG_OR_MISSING_ITEM: 'WAREHOUSE',
  NOT_AS_DESCRIBED: 'ORDERING',
  OUT_OF_STOCK: 'ORDERING',
  WRONG_PRICE: 'ORDERING',
  POOR_SERVICE: 'SUPPORT',
};
