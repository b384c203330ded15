import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Delivery,
  DeliveryState,
  type ListDeliveriesRequest,
  type ReplayDeliveriesRequest,
  WebhookServiceService,
} from '#libs/contracts/cx/bonus/v1/webhook.js';
import { bound } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import { servedService } from '#libs/grpc/served-service.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { unary } from '#libs/grpc/unary.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { type SecuredPlace, securedPlace } from '#test/doubles/secured-place.js';
import { runCx } from '#test/stack/run-cx.js';

const { DELIVERY_STATE_DEAD, DELIVERY_STATE_DELIVERED, DELIVERY_STATE_WAITING } = DeliveryState;
const delivery = (number: number, change: Partial<Delivery>): Delivery =>
  Delivery.fromPartial({
    ...{ name: `webhooks/payroll/deliveries/${number}`, type: 'cx.period.closed', attempts: 1 },
    ...{ subject: `periods/2018-07/snapshots/${number}`, happenedAt: new Date('2018-09-05T08:00:00Z') },
    ...change,
  });

describe('cx webhooks', () => {
  let place: SecuredPlace;
  let server: RunningServer;
  const asked: (ListDeliveriesRequest | ReplayDeliveriesRequest)[] = [];
  let pings = 0;

  /** A ping of payroll is delivered when it is looked at again, one of chat fails. */
  const ping = (parent: string): Delivery[] => {
    const isChat = parent === 'webhooks/chat';
    const change = isChat
      ? { state: DELIVERY_STATE_WAITING, failure: 'TLS_FAILED', dueAt: new Date('2018-09-05T08:00:05Z') }
      : { state: pings++ === 0 ? DELIVERY_STATE_WAITING : DELIVERY_STATE_DELIVERED, httpStatus: 204 };
    return [delivery(9, { ...change, name: `${parent}/deliveries/9`, type: 'cx.ping', subject: parent })];
  };

  beforeAll(async () => {
    place = await securedPlace();
    const otto = { name: 'otto', kind: 'person', bindings: [bound('OPERATOR')] } as const;
    const service = servedService(WebhookServiceService, {
      listDeliveries: unary(async (request: ListDeliveriesRequest) => {
        asked.push(request);
        if (request.pageSize === 50 && request.states.length === 0 && request.parent !== 'webhooks/-')
          return { deliveries: ping(request.parent), nextPageToken: '' };
        const dead = { state: DELIVERY_STATE_DEAD, attempts: 10, failure: 'REFUSED', httpStatus: 410 };
        return { deliveries: [delivery(3, dead)], nextPageToken: 'more' };
      }),
      replayDeliveries: unary(async (request: ReplayDeliveriesRequest) => {
        asked.push(request);
        if (request.name.startsWith('webhooks/nothing/')) throw new CxError('WEBHOOK_UNKNOWN', 'no such subscription');
        return { replayed: request.andLater ? 3 : 1 };
      }),
      pingWebhook: unary(async ({ name }) => ({ name: `${name}/deliveries/9` })),
    });
    server = await startServer({
      ...{ host: '127.0.0.1', port: 0, services: [service] },
      ...namedCallers({ get: () => otto }),
      credentials: place.credentials,
      onBug: (error) => {
        throw error;
      },
    });
  });
  afterAll(async () => {
    await server.drain(100);
    place.remove();
  });

  const cx = (...words: string[]) =>
    runCx(['webhooks', ...words], { ...place.env, CX_ADDRESSES: `scoring=127.0.0.1:${server.port}` });

  it('list says what became of messages, of one state, and that there are more', async () => {
    const { code, stdout, stderr } = await cx('list', 'payroll', '--state', 'dead', '--limit', '1');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^ {2}payroll\/3 +dead +cx\.period\.closed +periods\/2018-07\/snapshots\/3 +2018-09-05T08:00Z +10 attempts, REFUSED 410$/m,
    );
    expect(stderr).toContain('--limit 500');
    expect(asked.at(-1)).toMatchObject({ parent: 'webhooks/payroll', states: [DELIVERY_STATE_DEAD], pageSize: 1 });
    expect((await cx('list', '--json')).stdout).toContain('"httpStatus": 410');
    expect(asked.at(-1)).toMatchObject({ parent: 'webhooks/-', states: [] });
  });

  it('list refuses a state that is none', async () => {
    expect(await cx('list', '--state', 'lost')).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining('--state takes waiting, delivered, dead, not lost') },
    });
  });

  it('replay sends one message again, or it and all later ones', async () => {
    expect((await cx('replay', 'payroll/3')).stdout).toContain(
      '1 message is sent again in order: cx webhooks list payroll',
    );
    expect(asked.at(-1)).toMatchObject({ name: 'webhooks/payroll/deliveries/3', andLater: false });
    expect((await cx('replay', 'payroll/3', '--and-later')).stdout).toContain('3 messages are sent again');
    expect(await cx('replay', 'nothing/1')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('WEBHOOK_UNKNOWN'),
    });
    expect(await cx('replay', 'payroll')).toMatchObject({ code: 2, stderr: expect.stringContaining('as payroll/42') });
  });

  it('ping waits for the first attempt, and ends with 3 when it failed', async () => {
    expect(await cx('ping', 'payroll')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/delivered +cx\.ping/),
    });
    expect(pings).toBe(2);
    expect(await cx('ping', 'chat')).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/1 attempt, TLS_FAILED, next/),
    });
  });
});
