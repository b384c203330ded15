import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { countDeliveries } from '../webhooks/store.js';
import type { Subscription } from '../webhooks/subscriptions.js';
import { Exactly } from './exactly.js';

/** Exports what waits and what was given up. Subscriptions that the document does not name any more are not shown. */
export class WebhookMetrics {
  readonly #waiting: Exactly<{ subscription: string }>;
  readonly #dead: Exactly<{ subscription: string }>;
  readonly #oldest: Exactly<{ subscription: string }>;

  constructor(gauges: Pick<Metrics, 'webhookWaiting' | 'webhookDead' | 'webhookOldest'>) {
    this.#waiting = new Exactly(gauges.webhookWaiting);
    this.#dead = new Exactly(gauges.webhookDead);
    this.#oldest = new Exactly(gauges.webhookOldest);
  }

  async refresh(
    database: Pick<Database, 'query'>,
    subscriptions: readonly Pick<Subscription, 'name'>[],
  ): Promise<void> {
    const found = new Map((await countDeliveries(database)).map((one) => [one.subscription, one]));
    const series = (value: (one: string) => number | undefined) =>
      subscriptions.flatMap(({ name: subscription }) => {
        const now = value(subscription);
        return now === undefined ? [] : [{ labels: { subscription }, value: now }];
      });
    this.#waiting.show(series((name) => found.get(name)?.waiting ?? 0));
    this.#dead.show(series((name) => found.get(name)?.dead ?? 0));
    this.#oldest.show(
      series((name) => {
        const oldest = found.get(name)?.oldest;
        return oldest === undefined ? undefined : oldest / 1_000;
      }),
    );
  }
}
