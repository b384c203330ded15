import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Zone } from '#libs/domain/time.js';
import { acceptable, FileError } from './mistakes.js';
import { JOINED_COLUMNS, separated } from './olist-joined.js';
import { COLUMNS, type OlistFiles } from './olist-rows.js';
import { readTable, type Table } from './read-table.js';

/**
 * Reads a folder with olist_orders.csv and its companions, plain or gzip, rows in any order; or the one joined file that comes
 * with the product.
 *
 * @param zone         where the customers are, and of timestamps without an offset
 * @param skipBadRows  leave out rows with a mistake instead of refusing all files
 * @throws {FileError}  with the mistakes of all files
 */
export async function readOlistFiles(
  folder: string,
  { zone, skipBadRows = false }: { readonly zone: Zone; readonly skipBadRows?: boolean },
): Promise<OlistFiles> {
  const joined = join(folder, 'olist_joined.csv.gz');
  if (existsSync(joined)) {
    const { rows, mistakes } = await readTable(joined, JOINED_COLUMNS, zone);
    return { ...separated(rows), zone, skipped: acceptable(mistakes, skipBadRows) };
  }
  const read = async <Name extends keyof typeof COLUMNS>(name: Name): Promise<Table<(typeof COLUMNS)[Name]>> =>
    readTable(fileOf(folder, name), COLUMNS[name], zone);
  const orders = await read('orders');
  const items = await read('order_items');
  const payments = await read('order_payments');
  const reviews = await read('order_reviews');
  const customers = await read('customers');
  const sellers = await read('sellers');
  const all = [orders, items, payments, reviews, customers, sellers].flatMap(({ mistakes }) => mistakes);
  return {
    ...{ orders: orders.rows, items: items.rows, payments: payments.rows },
    ...{ reviews: reviews.rows, customers: customers.rows, sellers: sellers.rows },
    ...{ zone, skipped: acceptable(all, skipBadRows) },
  };
}

function fileOf(folder: string, name: string): string {
  const plain = join(folder, `olist_${name}.csv`);
  const found = [`${plain}.gz`, plain].find(existsSync);
  if (found !== undefined) return found;
  throw new FileError([
    { file: plain, problem: 'neither this file nor one with .gz is there', cure: 'check the path', canSkip: false },
  ]);
}
