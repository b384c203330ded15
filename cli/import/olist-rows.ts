import type { Zone } from '#libs/domain/time.js';
import type { Column, RowOf } from './columns.js';
import type { Mistake } from './mistakes.js';

/** The files of a folder in the shape in which the marketplace publishes them, as rows by column name. */
export interface OlistFiles {
  readonly orders: readonly OrderRow[];
  readonly items: readonly ItemRow[];
  readonly payments: readonly PaymentRow[];
  readonly reviews: readonly ReviewRow[];
  readonly customers: readonly CustomerRow[];
  readonly sellers: readonly SellerRow[];
  /** Where the customers are. Timestamps without an offset are wall time there. */
  readonly zone: Zone;
  /** Rows that were left out because of a mistake; empty unless that was asked for. */
  readonly skipped: readonly Mistake[];
}

const text = <Name extends string>(name: Name) => ({ name, kind: 'text' }) as const;
const id = <Name extends string>(name: Name) => ({ name, kind: 'id', presence: 'filled' }) as const;
const key = <Name extends string>(name: Name) => ({ name, kind: 'text', presence: 'filled' }) as const;

export const COLUMNS = {
  orders: [
    ...([id('order_id'), key('customer_id'), key('order_status')] as const),
    { name: 'order_purchase_timestamp', kind: 'instant', presence: 'filled' },
    { name: 'order_approved_at', kind: 'instant' },
    { name: 'order_delivered_carrier_date', kind: 'instant' },
    { name: 'order_delivered_customer_date', kind: 'instant' },
    { name: 'order_estimated_delivery_date', kind: 'day', presence: 'filled' },
  ],
  order_items: [text('order_id'), key('seller_id'), { name: 'shipping_limit_date', kind: 'instant' }],
  order_payments: [text('order_id'), text('payment_type')],
  order_reviews: [
    ...([id('review_id'), id('order_id')] as const),
    { name: 'review_score', kind: 'whole', presence: 'filled' },
    { name: 'review_answer_timestamp', kind: 'instant', presence: 'filled' },
  ],
  customers: [key('customer_id'), text('customer_state')],
  sellers: [key('seller_id'), text('seller_state')],
} as const satisfies Readonly<Record<string, readonly Column[]>>;

export type Row<Name extends keyof typeof COLUMNS> = RowOf<(typeof COLUMNS)[Name]>;
export type OrderRow = Row<'orders'>;
export type ItemRow = Row<'order_items'>;
export type PaymentRow = Row<'order_payments'>;
export type ReviewRow = Row<'order_reviews'>;
export type CustomerRow = Row<'customers'>;
export type SellerRow = Row<'sellers'>;
