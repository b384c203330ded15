import type { OlistFiles } from './olist-rows.js';

/** The one file of data/olist: a line per order, made by deploy/data/slice-olist.py. */
export const JOINED_COLUMNS = [
  ...([
    'order_id',
    'order_status',
    'order_purchase_timestamp',
    'order_approved_at',
    'order_delivered_carrier_date',
  ] as const),
  ...(['order_delivered_customer_date', 'order_estimated_delivery_date', 'customer_state', 'payment_types'] as const),
  ...(['shipping_limit_date', 'seller_ids', 'seller_state', 'review_scores', 'review_answer_timestamps'] as const),
] as const;

export type JoinedRow = Readonly<Record<(typeof JOINED_COLUMNS)[number], string>>;

/** The same rows as the publisher's separate files hold. */
export function separated(rows: readonly JoinedRow[]): OlistFiles {
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
