/** The files that the marketplace publishes, by the names of their tables in data/olist/import/olist.yaml. */
export const SEPARATED = ['orders', 'items', 'payments', 'reviews', 'customers', 'sellers'] as const;

type Row = Readonly<Record<string, string>>;

const parts = (text = '') => (text === '' ? [] : text.split('|'));

/** The rows that each of them has for an order of the one file of data/olist. */
const ROWS: Readonly<Record<(typeof SEPARATED)[number], (order: Row) => Row[]>> = {
  orders: (order) => [
    {
      ...only(order, ['order_id', 'order_status', 'order_purchase_timestamp', 'order_approved_at']),
      ...only(order, ['order_delivered_carrier_date', 'order_delivered_customer_date']),
      ...only(order, ['order_estimated_delivery_date']),
      customer_id: `customer-${order['order_id']}`,
    },
  ],
  customers: (order) => [{ customer_id: `customer-${order['order_id']}`, ...only(order, ['customer_state']) }],
  payments: (order) =>
    parts(order['payment_types']).map((payment_type) => ({ ...only(order, ['order_id']), payment_type })),
  items: (order) =>
    parts(order['seller_ids']).map((seller_id) => ({ ...only(order, ['order_id', 'shipping_limit_date']), seller_id })),
  sellers: (order) => {
    const states = parts(order['seller_state']);
    return parts(order['seller_ids']).map((seller_id, place) => ({ seller_id, seller_state: states[place] ?? '' }));
  },
  reviews: (order) => {
    const answered = parts(order['review_answer_timestamps']);
    return parts(order['review_scores']).map((review_score, place) => ({
      ...{ review_id: String(place + 1), ...only(order, ['order_id']), review_score },
      review_answer_timestamp: answered[place] ?? '',
    }));
  },
};

function only(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? '']));
}

/** One of these files as CSV, for orders of the joined file. */
export function separated(table: (typeof SEPARATED)[number], head: string, lines: readonly string[]): string {
  const names = head.split(',');
  const orders = lines.map((line) => Object.fromEntries(line.split(',').map((cell, place) => [names[place], cell])));
  const rows = orders.flatMap((order) => ROWS[table](order as Row));
  const columns = Object.keys(rows[0] ?? {});
  return [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ''))]
    .map((cells) => `${cells.join()}\n`)
    .join('');
}
