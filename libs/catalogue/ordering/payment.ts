import { enumWords, type Word } from '#libs/domain/enum-words.js';

/** When the money of a payment moves, by its number in the contract. */
export const SETTLEMENTS = enumWords('settlement', {
  INSTANT: 1,
  WHEN_CUSTOMER_ACTS: 2,
  ON_DELIVERY: 3,
  AFTER_DELIVERY: 4,
});
export type Settlement = Word<typeof SETTLEMENTS>;

/** What came of an attempt to pay, by its number in the contract. */
export const PAYMENT_OUTCOMES = enumWords('payment outcome', {
  APPROVED: 1,
  DECLINED_BY_ISSUER: 2,
  REFUSED_BY_SHOP: 3,
  FAILED: 4,
  ABANDONED: 5,
});
export type PaymentOutcome = Word<typeof PAYMENT_OUTCOMES>;

/** One way in which the customer pays for an order. */
export interface Payment {
  /** As the shop calls it: "credit_card", "klarna_invoice". It is the last name of the unit. */
  readonly method: string;
  readonly settlement: Settlement;
}

/** The methods that the contract lists with numbers of their own, and how each settles. */
export const LISTED_METHODS = {
  credit_card: 'INSTANT',
  debit_card: 'INSTANT',
  voucher: 'INSTANT',
  boleto: 'WHEN_CUSTOMER_ACTS',
} as const satisfies Readonly<Record<string, Settlement>>;

/** A payment by one of the listed methods. */
export function listedPayment(method: keyof typeof LISTED_METHODS): Payment {
  return { method, settlement: LISTED_METHODS[method] };
}
