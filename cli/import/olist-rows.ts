/** The files of a folder in the shape the marketplace publishes, as rows by column name. */
export interface OlistFiles {
  readonly orders: readonly OrderRow[];
  readonly items: readonly ItemRow[];
  readonly payments: readonly PaymentRow[];
  readonly reviews: readonly ReviewRow[];
  readonly customers: readonly CustomerRow[];
  readonly sellers: readonly SellerRow[];
}

export const COLUMNS = {
  orders: [
    ...(['order_id', 'customer_id', 'order_status', 'order_purchase_timestamp', 'order_approved_at'] as const),
    ...(['order_delivered_carrier_date', 'order_delivered_customer_date', 'order_estimated_delivery_date'] as const),
  ],
  order_items: ['order_id', 'seller_id', 'shipping_limit_date'],
  order_payments: ['order_id', 'payment_type'],
  order_reviews: ['review_id', 'order_id', 'review_score', 'review_answer_timestamp'],
  customers: ['customer_id', 'customer_state'],
  sellers: ['seller_id', 'seller_state'],
} as const;

export type Row<Name extends keyof typeof COLUMNS> = Readonly<Record<(typeof COLUMNS)[Name][number], string>>;
export type OrderRow = Row<'orders'>;
export type ItemRow = Row<'order_items'>;
export type PaymentRow = Row<'order_payments'>;
export type ReviewRow = Row<'order_reviews'>;
export type CustomerRow = Row<'customers'>;
export type SellerRow = Row<'sellers'>;
