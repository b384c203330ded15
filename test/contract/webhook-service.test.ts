import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DeliveryState,
  type ListDeliveriesRequest,
  WebhookServiceClient,
} from '#libs/contracts/cx/bonus/v1/webhook.js';
import { bound, type Caller } from '#libs/domain/access.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { webhookService } from '#services/scoring/grpc/webhooks/webhook-service.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { client } from '#test/stack/client.js';
import { served, setScoringUpAsServed } from './scoring-bench.js';
import {
  deliver,
  happened,
  months,
  receiveMessages,
  receiver,
  states,
  subscription,
  world,
} from './webhooks/webhook-bench.js';

setScoringUpAsServed();
receiveMessages();

const person = (name: string, role: Parameters<typeof bound>[0]): [string, Caller] => [
  name,
  { name, kind: 'person', bindings: [bound(role)] },
];
const PEOPLE = new Map([person('otto', 'OPERATOR'), person('hanna', 'HR_APPROVER'), person('rita', 'REVIEWER')]);
let server: RunningServer;
const clients = new Map<string, WebhookServiceClient>();
const as = (name: string) => {
  const found = clients.get(name) ?? client(WebhookServiceClient, `127.0.0.1:${server.port}`, name);
  clients.set(name, found);
  return found;
};

beforeAll(async () => {
  const service = webhookService({
    ...{ database: served, clock: { now: () => world.now } },
    subscriptionsAt: () => world.subscriptions,
  });
  const onBug = (error: unknown) => {
    throw error;
  };
  server = await startServer({ host: '127.0.0.1', port: 0, services: [service], ...namedCallers(PEOPLE), onBug });
});
afterAll(async () => {
  for (const one of clients.values()) one.close();
  await server.drain(500);
});

const list = (change: Partial<ListDeliveriesRequest> = {}, who = 'otto') =>
  call(as(who), 'listDeliveries', { parent: 'webhooks/-', states: [], pageSize: 0, pageToken: '', ...change });
const replay = (name: string, andLater = false, who = 'otto') => call(as(who), 'replayDeliveries', { name, andLater });
const refusal = async (asked: Promise<unknown>) => refusalOf(await asked.catch((error: unknown) => error))?.reason;
const nameOf = async (period: string) => {
  const { deliveries } = await list({ parent: 'webhooks/hr' });
  return deliveries.find(({ subject }) => subject === `periods/${period}`)?.name ?? '';
};

/** A message that was given up, and two that were delivered later. */
async function oneGivenUp(): Promise<void> {
  world.subscriptions = [subscription('hr', { mostAttempts: 1 })];
  receiver.answer = (_, response) => void response.writeHead(500).end();
  await happened('2018-01');
  await deliver();
  receiver.forget();
  await happened('2018-02');
  await happened('2018-03');
  await deliver();
}

describe('deliveries', () => {
  it('are listed newest first, with what became of them', async () => {
    await oneGivenUp();
    const { deliveries, nextPageToken } = await list();
    expect(deliveries.map(({ subject, state }) => [subject, state])).toEqual([
      ['periods/2018-03', DeliveryState.DELIVERY_STATE_DELIVERED],
      ['periods/2018-02', DeliveryState.DELIVERY_STATE_DELIVERED],
      ['periods/2018-01', DeliveryState.DELIVERY_STATE_DEAD],
    ]);
    expect(nextPageToken).toBe('');
    expect(deliveries[2]).toMatchObject({
      ...{ type: 'cx.period.closed', attempts: 1, failure: 'RECEIVER_FAILED', httpStatus: 500, dueAt: undefined },
      ...{ attemptedAt: new Date(world.now), messageId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  it('are listed of one subscription, of some states, and page by page', async () => {
    await oneGivenUp();
    world.subscriptions = [subscription('hr'), subscription('other')];
    await happened('2018-04');
    await deliver();
    expect((await list({ parent: 'webhooks/other' })).deliveries).toHaveLength(1);
    const dead = await list({ states: [DeliveryState.DELIVERY_STATE_DEAD] });
    expect(dead.deliveries.map(({ subject }) => subject)).toEqual(['periods/2018-01']);
    const names: string[] = [];
    for (let pageToken: string | undefined; pageToken !== ''; ) {
      const page = await list({ pageSize: 2, pageToken: pageToken ?? '' });
      names.push(...page.deliveries.map(({ name }) => name));
      pageToken = page.nextPageToken;
    }
    expect(names).toEqual((await list()).deliveries.map(({ name }) => name));
    expect(names).toHaveLength(5);
    expect(await refusal(list({ parent: 'webhooks/hr', pageToken: (await list({ pageSize: 1 })).nextPageToken }))).toBe(
      'PAGE_INVALID',
    );
  });
});

describe('a replay', () => {
  it('sends a message that was given up again, with its id', async () => {
    await oneGivenUp();
    const [, , dead] = (await list()).deliveries;
    receiver.forget();
    expect(await replay(dead?.name ?? '')).toEqual({ replayed: 1 });
    await deliver();
    expect([months(), receiver.received[0]?.headers['webhook-id']]).toEqual([['2018-01'], dead?.messageId]);
    expect(await states()).toEqual(['delivered 1', 'delivered 1', 'delivered 1']);
  });

  it('sends a message and all later ones again in order', async () => {
    await oneGivenUp();
    receiver.forget();
    expect(await replay(await nameOf('2018-02'), true)).toEqual({ replayed: 2 });
    await deliver();
    expect(months()).toEqual(['2018-02', '2018-03']);
  });

  it('sends a message at once that waits for its next attempt', async () => {
    receiver.answer = (_, response) => void response.writeHead(503, { 'retry-after': '3600' }).end();
    await happened('2018-01');
    await deliver();
    receiver.forget();
    await replay(await nameOf('2018-01'));
    await deliver();
    expect(months()).toEqual(['2018-01']);
  });

  it('reaches back to what happened before a subscription began, and to no type that it does not take', async () => {
    await happened('2018-01');
    await happened('2018-02', 'cx.contest.opened');
    await deliver();
    const name = await nameOf('2018-01');
    world.subscriptions = [subscription('late')];
    receiver.forget();
    expect(await replay(name.replace('/hr/', '/late/'), true)).toEqual({ replayed: 1 });
    await deliver();
    expect([months(), await states('late')]).toEqual([['2018-01'], ['delivered 1']]);
  });

  it.each([
    ['of a message that is not there', 'webhooks/hr/deliveries/999', 'DELIVERY_UNKNOWN'],
    ['of a subscription that is not there', 'webhooks/nothing/deliveries/1', 'WEBHOOK_UNKNOWN'],
    ['without a number', 'webhooks/hr', 'NAME_INVALID'],
  ])('%s is refused', async (_, name, reason) => {
    expect(await refusal(replay(name))).toBe(reason);
  });
});

describe('a ping', () => {
  it('goes to one subscription, whatever types it takes', async () => {
    world.subscriptions = [subscription('hr'), subscription('other')];
    const { name } = await call(as('otto'), 'pingWebhook', { name: 'webhooks/hr' });
    await deliver();
    expect(receiver.received.map(({ body }) => JSON.parse(body))).toEqual([
      expect.objectContaining({ type: 'cx.ping', subject: 'webhooks/hr', data: { webhook: 'webhooks/hr' } }),
    ]);
    expect((await list()).deliveries.map((one) => one.name)).toEqual([name]);
    expect(await replay(name)).toEqual({ replayed: 1 });
  });
});

describe('the roles', () => {
  it('HR reads what became of messages, and only operators send them', async () => {
    expect((await list({}, 'hanna')).deliveries).toEqual([]);
    expect(await refusal(list({}, 'rita'))).toBe('CALLER_NOT_ALLOWED');
    expect(await refusal(replay('webhooks/hr/deliveries/1', false, 'hanna'))).toBe('CALLER_NOT_ALLOWED');
    expect(await refusal(call(as('hanna'), 'pingWebhook', { name: 'webhooks/hr' }))).toBe('CALLER_NOT_ALLOWED');
  });
});
