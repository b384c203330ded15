import { enumWords, type Word } from '#libs/domain/enum-words.js';

/** Who cancels an order, by its number in the contract. */
export const CANCELING_PARTIES = enumWords('canceling party', { CUSTOMER: 1, SHOP: 2 });
export type CancelingParty = Word<typeof CANCELING_PARTIES>;

/** Why an order is canceled, by its number in the contract. */
export const CANCEL_CAUSES = enumWords('cancel cause', {
  OUT_OF_STOCK: 1,
  WRONG_PRICE: 2,
  NOT_PAID: 3,
  FRAUD_SUSPECTED: 4,
  NOT_DELIVERABLE: 5,
  TOO_LATE: 6,
  CHANGED_MIND: 7,
  ORDERED_TWICE: 8,
  LOST_IN_WAREHOUSE: 9,
});
export type CancelCause = Word<typeof CANCEL_CAUSES>;

/** Who canceled the order, or one of its parcels, and why; unset when not known. */
export interface Cancellation {
  readonly by?: CancelingParty;
  readonly cause?: CancelCause;
}

/**
 * Who answers for a cancellation: the shop, the customer, the warehouse that lost the goods, or UNKNOWN. A customer who cancels because the
 * order comes too late cancels for a failure of the shop. An order that the customer did not pay is left to the customer, also where the shop ended it.
 */
export function canceledFor({ by, cause }: Cancellation): 'SHOP' | 'CUSTOMER' | 'NOT_PAID' | 'WAREHOUSE' | 'UNKNOWN' {
  if (cause === 'LOST_IN_WAREHOUSE') return 'WAREHOUSE';
  if (cause === 'NOT_PAID') return 'NOT_PAID';
  if (cause === 'TOO_LATE') return 'SHOP';
  return by ?? 'UNKNOWN';
}
