import type { Objection } from '#libs/cases/facts/fact-checks.js';
import { MIXED } from '#libs/catalogue/ordering/order.js';
import { listedPayment, type Payment, SETTLEMENTS } from '#libs/catalogue/ordering/payment.js';
import { enumWords } from '#libs/domain/enum-words.js';

/** How an order is paid, in one of two fields of the contract. */
export interface PaymentsValue {
  /** Numbers of PAYMENT_METHODS. */
  readonly paymentMethods: readonly number[];
  /** With the names of the shop; `settlement` is a number of SETTLEMENTS. */
  readonly payments: readonly { readonly method: string; readonly settlement: number }[];
}

/** The ways to pay that have a number in the contract. */
export const PAYMENT_METHODS = enumWords('payment method', {
  credit_card: 1,
  debit_card: 2,
  voucher: 3,
  boleto: 4,
});

/** The first thing that is wrong with the payments of an order. */
export function objectionToPayments({ paymentMethods, payments }: PaymentsValue): Objection | undefined {
  return unknownMethod(paymentMethods) ?? wrongPayments(payments) ?? paymentsTwice(paymentMethods, payments);
}

/** "boleto and voucher", "klarna_invoice (after delivery)" */
export function describePayments(value: PaymentsValue): string {
  const told = ({ method, settlement }: Payment) =>
    value.payments.length === 0 ? method : `${method} (${settlement.toLowerCase().replaceAll('_', ' ')})`;
  return paymentsOf(value).map(told).join(' and ') || 'unknown';
}

function unknownMethod(methods: readonly number[]): Objection | undefined {
  if (methods.every((number) => PAYMENT_METHODS.find(number) !== undefined)) return undefined;
  const detail = 'a payment method is listed that this version does not know; list none when it is not known';
  return { reason: 'PAYMENT_METHOD_UNKNOWN', field: 'placed.payment_methods', detail };
}

/** One name of a unit path, so that the method can be a unit. */
const METHOD = /^[a-z0-9_-]{1,64}$/;

function wrongPayments(payments: PaymentsValue['payments']): Objection | undefined {
  for (const [place, { method, settlement }] of payments.entries()) {
    const field = `placed.payments[${place}]`;
    if (!METHOD.test(method) || method === MIXED) {
      const detail = `a method has 1 to 64 characters of a-z, 0-9, "_" and "-" and is not "${MIXED}", the unit of several methods`;
      return { reason: 'PAYMENT_METHOD_INVALID', field: `${field}.method`, detail };
    }
    if (SETTLEMENTS.find(settlement) === undefined) {
      const detail = 'say when money moves: INSTANT, WHEN_CUSTOMER_ACTS, ON_DELIVERY or AFTER_DELIVERY';
      return { reason: 'SETTLEMENT_UNKNOWN', field: `${field}.settlement`, detail };
    }
  }
  return undefined;
}

function paymentsTwice(methods: readonly number[], payments: PaymentsValue['payments']): Objection | undefined {
  if (methods.length === 0 || payments.length === 0) return undefined;
  const detail = 'the order says how it is paid in payments and in payment_methods; use one of them';
  return { reason: 'PAYMENTS_TWICE', field: 'placed.payments', detail };
}

/** The ways in which an order is paid; none when it is not known. */
export function paymentsOf({ paymentMethods, payments }: PaymentsValue): Payment[] {
  return [
    ...paymentMethods.map((number) => listedPayment(PAYMENT_METHODS.wordOf(number))),
    ...payments.map(({ method, settlement }) => ({ method, settlement: SETTLEMENTS.wordOf(settlement) })),
  ];
}
