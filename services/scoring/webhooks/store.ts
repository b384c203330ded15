import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Message } from '#libs/webhooks/envelope.js';
import type { Failure } from '#libs/webhooks/failures.js';
import type { Subscription } from './subscriptions.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** The numbers are those of the column webhook_delivery.state. */
const STATES = { WAITING: 1, DELIVERED: 2, DEAD: 3 } as const;

/** Plans what no one has planned. @returns how many deliveries there are more */
export function planMessages(
  database: Pick<Database, 'execute'>,
  subscriptions: readonly Pick<Subscription, 'name' | 'messages'>[],
  now: Instant,
): Promise<number> {
  const wanted = subscriptions.flatMap(({ name, messages }) => messages.map((type) => ({ name, type })));
  return database.execute(sql('plan-messages'), [
    ...[wanted.map(({ name }) => name), wanted.map(({ type }) => type), new Date(now)],
  ]);
}

/** A delivery that this process sends now. */
export interface TakenDelivery {
  readonly subscription: string;
  readonly number: bigint;
  /** This one included. */
  readonly attempts: number;
  readonly message: Message;
}

/** Takes the next delivery of a subscription for one attempt; undefined while none is due. @param until  later than the attempt can end */
export async function takeDelivery(
  database: Pick<Database, 'query'>,
  subscription: string,
  now: Instant,
  until: Instant,
): Promise<TakenDelivery | undefined> {
  const [row] = await database.query<{
    readonly message: bigint;
    readonly attempts: number;
    readonly id: string;
    readonly type: string;
    readonly subject: string;
    readonly data: Readonly<Record<string, string>>;
    readonly at: Date;
  }>(sql('take-delivery'), [subscription, new Date(now), new Date(until)]);
  if (row === undefined) return undefined;
  const { message: number, attempts, id, type, subject, data, at } = row;
  return { subscription, number, attempts, message: { id, type, subject, data, at: at.getTime() } };
}

/** What came of an attempt. */
export interface AttemptEnd {
  readonly state: keyof typeof STATES;
  readonly dueAt: Instant;
  /** Undefined when it was delivered. */
  readonly failure: Failure | undefined;
  readonly status: number | undefined;
}

/** Records an attempt, unless the delivery was taken again or replayed since. */
export async function endAttempt(
  database: Pick<Database, 'execute'>,
  { subscription, number, attempts }: TakenDelivery,
  { state, dueAt, failure, status }: AttemptEnd,
): Promise<void> {
  const values = [subscription, number, attempts, STATES[state], new Date(dueAt), failure ?? '', status ?? null];
  await database.execute(sql('end-attempt'), values);
}

/** Forgets messages from before an instant. @returns how many */
export function forgetMessages(database: Pick<Database, 'execute'>, before: Instant): Promise<number> {
  return database.execute(sql('forget-messages'), [new Date(before)]);
}

/** What waits and what was given up, of one subscription. */
export interface DeliveryCounts {
  readonly subscription: string;
  readonly waiting: number;
  readonly dead: number;
  /** Since when the first one waits; undefined while none does. */
  readonly oldest: Instant | undefined;
}

export async function countDeliveries(database: Pick<Database, 'query'>): Promise<readonly DeliveryCounts[]> {
  const rows = await database.query<{
    readonly subscription: string;
    readonly waiting: bigint;
    readonly dead: bigint;
    readonly oldest: Date | null;
  }>(sql('count-deliveries'));
  return rows.map(({ subscription, waiting, dead, oldest }) => ({
    ...{ subscription, waiting: Number(waiting), dead: Number(dead), oldest: oldest?.getTime() },
  }));
}
