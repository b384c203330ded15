import { CxError } from '#libs/domain/error.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Subscription } from './subscriptions.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A message on its way to one subscription. `state` is as in the contract: 1 waiting, 2 delivered, 3 dead. */
export interface Delivery {
  readonly subscription: string;
  readonly message: bigint;
  readonly state: number;
  readonly attempts: number;
  readonly dueAt: Date;
  readonly attemptedAt: Date | undefined;
  readonly failure: string;
  readonly status: number | undefined;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly at: Date;
}

/** Which deliveries. */
export interface DeliveryQuery {
  /** Undefined for all. */
  readonly subscription: string | undefined;
  /** All when empty. */
  readonly states: readonly number[];
  /** Those that come after this one. */
  readonly after: Pick<Delivery, 'message' | 'subscription'>;
  readonly limit: number;
}

/** Comes before every delivery. */
export const NEWEST = { message: 2n ** 63n - 1n, subscription: '' };

/** Newest message first. */
export async function listDeliveries(
  database: Pick<Database, 'query'>,
  { subscription, states, after, limit }: DeliveryQuery,
): Promise<readonly Delivery[]> {
  type Row = Omit<Delivery, 'dueAt' | 'attemptedAt' | 'status'> & {
    readonly due_at: Date;
    readonly attempted_at: Date | null;
    readonly status: number | null;
  };
  const rows = await database.query<Row>(sql('list-deliveries'), [
    ...[subscription ?? null, states.length === 0 ? null : states, after.message, after.subscription, limit],
  ]);
  return rows.map(({ due_at: dueAt, attempted_at, status, ...row }) => ({
    ...{ ...row, dueAt, attemptedAt: attempted_at ?? undefined, status: status ?? undefined },
  }));
}

/**
 * Lets a message be sent to a subscription again, or that one and every later one that it takes.
 *
 * @returns how many
 * @throws {CxError} DELIVERY_UNKNOWN, and nothing is sent
 */
export function replayDeliveries(
  database: Pick<Database, 'transaction'>,
  { name, messages }: Pick<Subscription, 'name' | 'messages'>,
  { message, andLater }: { readonly message: bigint; readonly andLater: boolean },
  now: Instant,
): Promise<number> {
  return database.transaction(async (tx) => {
    const rows = await tx.query<{ message: bigint }>(sql('replay-deliveries'), [
      ...[name, message, andLater, messages, new Date(now)],
    ]);
    if (!rows.some((row) => row.message === message))
      throw new CxError('DELIVERY_UNKNOWN', `there is no message ${message} that ${name} takes`, { field: 'name' });
    return rows.length;
  });
}

/** Leaves a message for one subscription alone. @returns its number */
export async function addPing(database: Pick<Database, 'query'>, subscription: string, now: Instant): Promise<bigint> {
  const [row] = await database.query<{ number: bigint }>(sql('add-ping'), [subscription, new Date(now)]);
  if (row === undefined) throw new Error('an insert returned nothing');
  return row.number;
}
