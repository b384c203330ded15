import { groupBy } from '#libs/domain/group-by.js';
import type { Order } from './order.js';
import type { Voucher, VoucherCause } from './voucher.js';

/** The vouchers of an order that were given for one cause. */
export interface VouchersOfCause {
  readonly order: Order;
  readonly cause: VoucherCause;
  readonly vouchers: readonly Voucher[];
}

/** The vouchers of an order by their causes. */
export function vouchersByCause(order: Order | undefined): VouchersOfCause[] {
  if (order === undefined) return [];
  return [...groupBy(order.vouchers, ({ cause }) => cause)].map(([cause, vouchers]) => ({ order, cause, vouchers }));
}
