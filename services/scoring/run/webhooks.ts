import { lookup } from 'node:dns/promises';
import type { ServedService } from '#libs/grpc/served-service.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { replacedSecret } from '#libs/process/replaced-secret.js';
import { systemClock } from '#libs/runtime/clock.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { type PostRules, post } from '#libs/webhooks/post.js';
import type { Config } from '../config.js';
import type { PublishedRulesets } from '../documents/published-rulesets.js';
import { webhookService } from '../grpc/webhooks/webhook-service.js';
import { WebhookMetrics } from '../watch/webhook-metrics.js';
import { currentSecrets } from '../webhooks/current-secrets.js';
import { Deliverer, POST_WITHIN_MS } from '../webhooks/deliverer.js';
import { seeStates } from '../webhooks/see-states.js';
import { forgetMessages } from '../webhooks/store.js';
import { currentSubscriptions, type Subscription } from '../webhooks/subscriptions.js';

/** States that follow from the clock change with a day. */
const STATES_MS = 30_000;
/** How long a message may wait before it is first sent. */
const PASS_MS = 1_000;
const GAUGES_MS = 10_000;
const RETENTION_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface WebhookOptions {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly rulesets: PublishedRulesets;
}

/**
 * Leaves a message for each period whose state has changed, and sends messages to the subscribers that the company names.
 *
 * @returns the service that shows what became of them
 */
export async function messageSubscribers(
  lifecycle: Lifecycle,
  config: Config,
  { database, metrics, rulesets }: WebhookOptions,
): Promise<ServedService> {
  const failed = (what: string) => (error: unknown) => lifecycle.log.warn({ error }, what);
  const current = currentSubscriptions(() => rulesets.documents);
  const subscriptions = () => current(systemClock.now());
  const deliverer = delivererOf(lifecycle, config, { database, metrics, subscriptions });
  const gauges = new WebhookMetrics(metrics);
  const forget = () => forgetMessages(database, systemClock.now() - config.CX_WEBHOOK_RETENTION_DAYS * DAY_MS);
  const tasks = [
    ['states of periods', STATES_MS, () => seeStates(database, rulesets, systemClock.now())],
    ['old messages', RETENTION_MS, forget],
    ['gauges of webhooks', GAUGES_MS, () => gauges.refresh(database, subscriptions())],
  ] as const;
  for (const [name, ms, task] of tasks)
    await lifecycle.add(
      name,
      () => every(ms, task, { onError: failed(`a task of webhooks failed: ${name}`) }),
      (it) => it.stop(),
    );
  await lifecycle.add(
    'webhooks',
    () => every(PASS_MS, () => deliverer.pass(), { onError: failed('planning messages to subscribers failed') }),
    async (it) => {
      await it.stop();
      await deliverer.stop();
    },
  );
  return webhookService({
    ...{ database, subscriptionsAt: current, clock: systemClock },
    refresh: () => rulesets.refresh(),
  });
}

function delivererOf(
  { log }: Lifecycle,
  config: Config,
  {
    database,
    metrics,
    subscriptions,
  }: Pick<WebhookOptions, 'database' | 'metrics'> & {
    readonly subscriptions: () => readonly Subscription[];
  },
): Deliverer {
  const rules: PostRules = {
    privateHosts: config.CX_WEBHOOK_PRIVATE_HOSTS.map((host) => host.toLowerCase()),
    allowsHttp: config.CX_WEBHOOK_HTTP,
    authorities: config.CX_WEBHOOK_CA,
    withinMs: POST_WITHIN_MS,
    resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  };
  const read = replacedSecret(log, config, 'CX_WEBHOOK_SECRETS') ?? (() => config.CX_WEBHOOK_SECRETS);
  return new Deliverer({
    ...{ database, subscriptions, installation: config.CX_INSTALLATION },
    secrets: currentSecrets(read, (mistake) =>
      log.warn({ mistake }, 'the secrets of webhooks cannot be used; those that were read before stay in use'),
    ),
    post: (url, headers, body) => post(url, headers, body, rules),
    now: () => systemClock.now(),
    chance: Math.random,
    onAttempt: ({ isDead, ...attempt }) => {
      metrics.webhookAttemptsTotal.inc({ reason: attempt.failure ?? '' });
      if (isDead) log.warn(attempt, 'a message to a subscriber was given up');
      else if (attempt.failure !== undefined) log.info(attempt, 'a message to a subscriber was not delivered');
    },
    onError: (error) => log.warn({ error }, 'sending messages to a subscriber failed'),
  });
}
