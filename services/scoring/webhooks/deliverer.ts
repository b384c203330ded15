import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { CONTENT_TYPE, envelope } from '#libs/webhooks/envelope.js';
import type { Failure } from '#libs/webhooks/failures.js';
import { nextAttempt } from '#libs/webhooks/next-attempt.js';
import type { PostOutcome } from '#libs/webhooks/post.js';
import type { Secrets } from '#libs/webhooks/secrets.js';
import { signatures } from '#libs/webhooks/signature.js';
import { endAttempt, planMessages, type TakenDelivery, takeDelivery } from './store.js';
import type { Subscription } from './subscriptions.js';

/** What delivering needs. */
export interface DelivererOptions {
  readonly database: Pick<Database, 'query' | 'execute'>;
  /** The UUID of the company: the source of its messages. */
  readonly installation: string;
  /** By the document that holds now. */
  readonly subscriptions: () => readonly Subscription[];
  /** As their file says now. */
  readonly secrets: () => Secrets;
  readonly post: (url: URL, headers: Readonly<Record<string, string>>, body: string) => Promise<PostOutcome>;
  readonly now: () => Instant;
  /** 0 up to 1 */
  readonly chance: () => number;
  /** After each attempt; without a reason it was delivered. */
  readonly onAttempt: (attempt: {
    readonly subscription: string;
    readonly id: string;
    readonly failure: Failure | undefined;
    readonly status: number | undefined;
    readonly isDead: boolean;
  }) => void;
  readonly onError: (error: unknown) => void;
}

/** No other process takes a delivery for so long: an attempt ends earlier (POST_WITHIN_MS). */
export const LEASE_MS = 60_000;
export const POST_WITHIN_MS = 15_000;

/**
 * Sends what waits: of each subscription one message after the other, in the order in which they happened, and a slow receiver delays no other one.
 *
 * A delivery is taken, sent, and then recorded. A process that dies in between leaves it taken; when its lease has ended it is sent again with the same id.
 */
export class Deliverer {
  readonly #running = new Map<string, Promise<void>>();
  #isStopping = false;

  constructor(private readonly options: DelivererOptions) {}

  /** Plans what has happened, and begins to send to each subscription that nothing is sent to. Meant for a timer. */
  async pass(): Promise<void> {
    const { database, subscriptions, now } = this.options;
    const current = subscriptions();
    await planMessages(database, current, now());
    for (const one of current) {
      if (this.#running.has(one.name)) continue;
      const sending = this.#sendAll(one)
        .catch(this.options.onError)
        .finally(() => this.#running.delete(one.name));
      this.#running.set(one.name, sending);
    }
  }

  /** Resolves when nothing is being sent. */
  async settled(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  /** Begins no further attempt. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.settled();
  }

  async #sendAll(subscription: Subscription): Promise<void> {
    const { database, now } = this.options;
    while (!this.#isStopping) {
      const at = now();
      const taken = await takeDelivery(database, subscription.name, at, at + LEASE_MS);
      if (taken === undefined) return;
      await this.#attempt(subscription, taken);
    }
  }

  async #attempt({ name, url, secret, mostAttempts }: Subscription, taken: TakenDelivery): Promise<void> {
    const { database, installation, secrets, post, now, chance, onAttempt } = this.options;
    const { message, attempts } = taken;
    const keys = secrets().get(secret) ?? [];
    const outcome: PostOutcome =
      keys.length === 0
        ? { kind: 'failed', reason: 'SECRET_MISSING', status: undefined, retryAfter: 0 }
        : await post(url, ...signed(message.id, envelope(message, installation), keys, now()));
    const { status } = outcome;
    const told = { subscription: name, id: message.id, status };
    if (outcome.kind === 'delivered') {
      await endAttempt(database, taken, { state: 'DELIVERED', dueAt: now(), failure: undefined, status });
      onAttempt({ ...told, failure: undefined, isDead: false });
      return;
    }
    const isDead = attempts >= mostAttempts;
    const dueAt = nextAttempt(attempts, now(), chance(), outcome.retryAfter);
    const failure = outcome.reason;
    await endAttempt(database, taken, { state: isDead ? 'DEAD' : 'WAITING', dueAt, failure, status });
    onAttempt({ ...told, failure, isDead });
  }
}

/** Headers and body of a message that is sent now. */
function signed(id: string, body: string, keys: readonly Buffer[], now: Instant) {
  const timestamp = Math.floor(now / 1_000);
  const headers = {
    'content-type': CONTENT_TYPE,
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures(keys, { id, timestamp, body }),
  };
  return [headers, body] as const;
}
