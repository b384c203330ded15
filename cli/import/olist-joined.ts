import type { Column, RowOf } from './columns.js';
import type { OlistFiles } from './olist-rows.js';

/** The one file of data/olist: a line per order, made by deploy/data/slice-olist.py. Values of one kind are joined by |. */
export const JOINED_COLUMNS = [
  { name: 'order_id', kind: 'id', presence: 'filled' },
  { name: 'order_status', kind: 'text', presence: 'filled' },
  { name: 'order_purchase_timestamp', kind: 'instant', presence: 'filled' },
  { name: 'order_approved_at', kind: 'instant' },
  { name: 'order_delivered_carrier_date', kind: 'instant' },
  { name: 'order_delivered_customer_date', kind: 'instant' },
  { name: 'order_estimated_delivery_date', kind: 'day', presence: 'filled' },
  { name: 'customer_state', kind: 'text' },
  { name: 'payment_types', kind: 'text', several: true },
  { name: 'shipping_limit_date', kind: 'instant' },
  { name: 'seller_ids', kind: 'text', several: true },
  { name: 'seller_state', kind: 'text', several: true },
  { name: 'review_scores', kind: 'whole', several: true },
  { name: 'review_answer_timestamps', kind: 'instant', several: true },
] as const satisfies readonly Column[];

export type JoinedRow = RowOf<typeof JOINED_COLUMNS>;

/** The same rows as the publisher's separate files hold. */
export function separated(rows: readonly JoinedRow[]): Omit<OlistFiles, 'zone' | 'skipped'> {
  return {
    orders: rows.map((row) => ({ ...row, customer_id: row.order_id })),
    customers: rows.map((row) => ({ customer_id: row.order_id, customer_state: row.customer_state })),
    payments: rows.flatMap(({ order_id, payment_types }) =>
      parts(payment_types).map((payment_type) => ({ order_id, payment_type })),
    ),
    items: rows.flatMap(({ order_id, seller_ids, shipping_limit_date }) =>
      parts(seller_ids).map((seller_id) => ({ order_id, seller_id, shipping_limit_date })),
    ),
    sellers: rows.flatMap(({ seller_ids, seller_state }) => {
      const states = parts(seller_state);
      return parts(seller_ids).map((seller_id, place) => ({ seller_id, seller_state: states[place] ?? '' }));
    }),
    reviews: rows.flatMap(({ order_id, review_scores, review_answer_timestamps }) => {
      const answeredAt = parts(review_answer_timestamps);
      return parts(review_scores).map((review_score, place) => ({
        review_id: String(place + 1),
        order_id,
        review_score,
        review_answer_timestamp: answeredAt[place] ?? '',
      }));
    }),
  };
}

function parts(text: string): string[] {
  return text === '' ? [] : text.split('|');
}
