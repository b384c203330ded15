import {
  type Delivery as DeliveryMessage,
  type WebhookServiceServer,
  WebhookServiceService,
} from '#libs/contracts/cx/bonus/v1/webhook.js';
import { CxError } from '#libs/domain/error.js';
import { decodePageToken, encodePageToken, otherPageToken } from '#libs/domain/page-token.js';
import type { Instant } from '#libs/domain/time.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import type { Database } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import { addPing, type Delivery, listDeliveries, NEWEST, replayDeliveries } from '../../webhooks/deliveries.js';
import type { Subscription } from '../../webhooks/subscriptions.js';

const USUAL_PAGE = 50;
const LARGEST_PAGE = 500;
const WAITING = 1;

export interface WebhookServiceOptions {
  readonly database: Database;
  /** By the document that holds at an instant. */
  readonly subscriptionsAt: (now: Instant) => readonly Subscription[];
  /** Takes in what another process published just now. */
  readonly refresh?: () => Promise<unknown>;
  readonly clock: Clock;
}

/** WebhookService: what became of messages to subscribers, and sending them again. */
export function webhookService({ database, subscriptionsAt, refresh, clock }: WebhookServiceOptions): ServedService {
  const subscriptionNamed = async (name: string): Promise<Subscription> => {
    await refresh?.();
    const found = subscriptionsAt(clock.now()).find((one) => one.name === name);
    if (found !== undefined) return found;
    throw new CxError('WEBHOOK_UNKNOWN', `no document that holds today names webhooks/${name}`, { field: 'name' });
  };
  const calls: WebhookServiceServer = {
    listDeliveries: unary(async ({ parent, states, pageSize, pageToken }) => {
      const [, name = ''] = /^webhooks\/(-|[a-z][a-z0-9_-]{0,63})$/.exec(parent) ?? [];
      if (name === '') throw nameInvalid('parent', 'webhooks/payroll');
      if (pageSize < 0) throw new CxError('PAGE_INVALID', 'page_size is 0 or more', { field: 'page_size' });
      const question = [parent, ...states.map(String)];
      const limit = Math.min(pageSize === 0 ? USUAL_PAGE : pageSize, LARGEST_PAGE);
      const after = pageToken === '' ? NEWEST : positionIn(pageToken, question);
      const subscription = name === '-' ? undefined : name;
      const found = await listDeliveries(database, { subscription, states, after, limit: limit + 1 });
      const deliveries = found.slice(0, limit);
      const last = deliveries.at(-1);
      const isMore = found.length > limit && last !== undefined;
      return {
        deliveries: deliveries.map(deliveryToProto),
        nextPageToken: isMore ? encodePageToken(question, [String(last.message), last.subscription]) : '',
      };
    }),
    replayDeliveries: unary(async ({ name, andLater }, { audited }) => {
      const [, subscription = '', number = ''] =
        /^webhooks\/([a-z][a-z0-9_-]{0,63})\/deliveries\/([1-9]\d{0,17})$/.exec(name) ?? [];
      if (number === '') throw nameInvalid('name', 'webhooks/payroll/deliveries/42');
      const asked = { message: BigInt(number), andLater };
      const replayed = await replayDeliveries(database, await subscriptionNamed(subscription), asked, clock.now());
      audited({ after: { replayed: String(replayed), andLater: String(andLater) } });
      return { replayed };
    }),
    pingWebhook: unary(async ({ name }) => {
      const [, subscription = ''] = /^webhooks\/([a-z][a-z0-9_-]{0,63})$/.exec(name) ?? [];
      if (subscription === '') throw nameInvalid('name', 'webhooks/payroll');
      await subscriptionNamed(subscription);
      const number = await addPing(database, subscription, clock.now());
      return { name: `webhooks/${subscription}/deliveries/${number}` };
    }),
  };
  return servedService(WebhookServiceService, calls);
}

function nameInvalid(field: string, example: string): CxError {
  return new CxError('NAME_INVALID', `${field} is written ${example}`, { field });
}

/** @throws {CxError} PAGE_INVALID */
function positionIn(token: string, question: readonly string[]): Pick<Delivery, 'message' | 'subscription'> {
  const [message, subscription] = decodePageToken(token, question) ?? [];
  if (typeof message !== 'string' || !/^\d{1,18}$/.test(message) || typeof subscription !== 'string')
    throw otherPageToken();
  return { message: BigInt(message), subscription };
}

function deliveryToProto(one: Delivery): DeliveryMessage {
  return {
    ...{ name: `webhooks/${one.subscription}/deliveries/${one.message}`, state: one.state, messageId: one.id },
    ...{ type: one.type, subject: one.subject, happenedAt: one.at, attempts: one.attempts },
    ...{ attemptedAt: one.attemptedAt, dueAt: one.state === WAITING ? one.dueAt : undefined },
    ...{ failure: one.failure, httpStatus: one.status ?? 0 },
  };
}
