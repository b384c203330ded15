/** Columns without which a row says nothing. */
const NEEDED = new Set([
  ...['order_id', 'order_purchase_timestamp', 'order_estimated_delivery_date', 'order_status'],
  ...['seller_id', 'customer_id', 'review_answer_timestamp', 'contact_id', 'received_at'],
]);
const STAMP = /(_timestamps?|_date|_at)$/;
const SCORE = /^review_scores?$/;

/** What is wrong with one cell of an imported file, by the name of its column; undefined when nothing is. */
export function cellProblem(column: string, value: string): string | undefined {
  if (value.includes('\0')) return 'a NUL byte';
  if (value.includes('\uFFFD')) return 'not UTF-8';
  if (value === '') return NEEDED.has(column) ? 'it is empty' : undefined;
  // The joined file has several of a kind in one cell.
  for (const part of value.split('|')) {
    if (STAMP.test(column) && !isStamp(part)) return `"${part}" is no stamp, 2018-03-02 14:10:00`;
    if (SCORE.test(column) && !/^\d{1,3}$/.test(part)) return `"${part}" is no whole number`;
  }
  return undefined;
}

/** A day that exists, with or without a time of day. */
function isStamp(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/.test(text)) return false;
  const parsed = Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`);
  return Number.isFinite(parsed) && new Date(parsed).toISOString().startsWith(text.slice(0, 10));
}
