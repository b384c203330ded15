import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { MessageType } from '#libs/domain/webhook-message.js';
import type { PostRules } from '#libs/webhooks/post.js';
import { post } from '#libs/webhooks/post.js';
import type { Secrets } from '#libs/webhooks/secrets.js';
import { Deliverer, type DelivererOptions } from '#services/scoring/webhooks/deliverer.js';
import type { Subscription } from '#services/scoring/webhooks/subscriptions.js';
import { type Received, WebhookReceiver } from '#test/stack/webhook-receiver.js';
import { database, INSTALLATION, served } from '../scoring-bench.js';

export const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const BEGIN = Date.parse('2026-11-02T12:00:00Z');

/** What a test changes: the clock, the subscriptions, the secrets. */
export const world = { now: BEGIN, subscriptions: [] as Subscription[], secrets: new Map() as Secrets };
/** What came of each attempt, "delivered" or "TIMEOUT". */
export const attempts: string[] = [];
export let receiver: WebhookReceiver;

/** A real receiver and the tables of messages, empty before each test. Call it once in a test file, after `setScoringUpAsServed`. */
export function receiveMessages(): void {
  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
  });
  afterAll(() => receiver.close());
  beforeEach(async () => {
    await database.execute('truncate webhook_message, webhook_delivery');
    receiver.forget();
    attempts.length = 0;
    Object.assign(world, { now: BEGIN, subscriptions: [subscription('hr')], secrets: new Map([['s', [NEW]]]) });
  });
}

export function subscription(name: string, change: Partial<Subscription> = {}): Subscription {
  const messages: readonly MessageType[] = ['cx.period.closed', 'cx.version.made'];
  return { name, url: receiver.url(), messages, secret: 's', mostAttempts: 3, ...change };
}

/** Long enough for a machine that is busy. */
export const PATIENCE_MS = 20_000;

/** A process that sends: it shares nothing with another one but the tables. */
export function process(change: Partial<DelivererOptions> = {}, rules: Partial<PostRules> = {}): Deliverer {
  const allowed: PostRules = {
    ...{ privateHosts: ['localhost'], allowsHttp: false, authorities: receiver.authority, withinMs: PATIENCE_MS },
    ...{ resolve: async () => ['127.0.0.1'], ...rules },
  };
  return new Deliverer({
    ...{ database: served, installation: INSTALLATION, now: () => world.now, chance: () => 0.5 },
    subscriptions: () => world.subscriptions,
    secrets: () => world.secrets,
    post: (url, headers, body) => post(url, headers, body, allowed),
    onAttempt: ({ failure = 'delivered' }) => attempts.push(failure),
    onError: (error) => {
      throw error;
    },
    ...change,
  });
}

/** One pass of a process, until nothing more can be sent now. */
export async function deliver(by = process()): Promise<void> {
  await by.pass();
  await by.settled();
}

/** A change of a period, as its trigger would leave it. @returns the id of the message */
export async function happened(period: string, type: MessageType = 'cx.period.closed'): Promise<string> {
  const [row] = await served.query<{ id: string }>(
    `insert into webhook_message (type, subject, data, at) values ($1, $2, $3, $4) returning id`,
    [type, `periods/${period}`, { period: `periods/${period}` }, new Date(world.now)],
  );
  return row?.id ?? '';
}

/** What came, in order: the month of each. */
export const months = (received: readonly Received[] = receiver.received) =>
  received.map(({ body }) => (JSON.parse(body) as { readonly subject: string }).subject.replace('periods/', ''));

/** "waiting 1", "delivered 2", "dead 3" with the attempts, in the order of messages. */
export async function states(name = 'hr'): Promise<readonly string[]> {
  const rows = await database.query<{ state: number; attempts: number; failure: string }>(
    'select state, attempts, failure from webhook_delivery where subscription = $1 order by message',
    [name],
  );
  const words = ['', 'waiting', 'delivered', 'dead'];
  return rows.map(({ state, attempts: made, failure }) => `${words[state]} ${made} ${failure}`.trim());
}

/** Whether a receiver with this secret believes the message. Written from the specification of Standard Webhooks, apart from the sender. */
export function believes(key: Buffer, { headers, body }: Received): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const own = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return (headers['webhook-signature'] ?? '').split(' ').includes(own);
}
