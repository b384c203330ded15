import { FAILURE_REASONS } from '#libs/webhooks/failures.js';
import { counter, gauge, OPEN } from './spec.js';

/** Names of subscriptions come from a document of the company, so they are few. */
const subscription: { readonly subscription: readonly string[] } = { subscription: OPEN };

/** What scoring exports of the messages that it sends to subscribers. */
export const WEBHOOK_METRICS = {
  webhookAttemptsTotal: counter(
    'cx_webhook_attempts_total',
    'scoring',
    { reason: ['', ...FAILURE_REASONS] } as const,
    'Attempts to deliver a message to a subscriber: delivered, without a reason, or failed, with the reason why.',
  ),
  webhookDead: gauge(
    'cx_webhook_dead',
    'number',
    'scoring',
    subscription,
    'Messages of each subscription that were given up after the last attempt, until they are replayed or forgotten.',
  ),
  webhookWaiting: gauge(
    'cx_webhook_waiting',
    'number',
    'scoring',
    subscription,
    'Messages of each subscription that are not delivered yet.',
  ),
  webhookOldest: gauge(
    'cx_webhook_oldest_waiting_timestamp_seconds',
    'timestamp',
    'scoring',
    subscription,
    'Since when the first message of a subscription waits; no series while none waits.',
  ),
} as const;
