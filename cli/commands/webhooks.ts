import { setTimeout as pause } from 'node:timers/promises';
import { type Delivery, DeliveryState, ListDeliveriesResponse } from '#libs/contracts/cx/bonus/v1/webhook.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Call, type Command, numberOption, option, UsageError } from '../command.js';
import { webhooks } from '../connect.js';
import { deliveryLines } from '../webhooks/delivery-lines.js';

const STATES = ['waiting', 'delivered', 'dead'];

/** `cx webhooks list [SUBSCRIPTION]`: messages, and what became of them. */
export const webhooksList: Command = {
  parameters: '[SUBSCRIPTION]',
  description: 'Lists messages to subscribers and what became of them, newest first.',
  example: 'cx webhooks list payroll --state dead',
  options: {
    state: { type: 'string', description: 'only waiting, delivered or dead ones; dead were given up' },
    limit: { type: 'string', description: 'how many; 50 when left out, 500 at most' },
  },
  run: async (call) => {
    const parent = `webhooks/${call.args[0] ?? '-'}`;
    const state = option(call, 'state');
    if (state !== '' && !STATES.includes(state))
      throw new UsageError(`--state takes ${STATES.join(', ')}, not ${state}`);
    const states = state === '' ? [] : [STATES.indexOf(state) + 1];
    const request = { parent, states, pageSize: numberOption(call, 'limit', 50), pageToken: '' };
    const found = await ask(webhooks(), 'listDeliveries', request);
    if (call.json) call.print(JSON.stringify(ListDeliveriesResponse.toJSON(found), undefined, 2));
    else for (const line of deliveryLines(found.deliveries)) call.print(line);
    if (found.nextPageToken !== '') call.remark('There are more: --limit 500 shows up to 500.');
    return 0;
  },
};

/** `cx webhooks replay SUBSCRIPTION/NUMBER`: sends a message again. */
export const webhooksReplay: Command = {
  parameters: 'MESSAGE',
  description:
    'Sends a message to a subscription again, with its id; also one that was delivered, given up, or is yet to be retried.',
  example: 'cx webhooks replay payroll/42 --and-later',
  options: { 'and-later': { type: 'boolean', description: 'and every later message that the subscription takes' } },
  run: async (call) => {
    const text = argument(call, 0);
    const [, subscription, number] = /^([^/]+)\/(\d+)$/.exec(text) ?? [];
    if (subscription === undefined) throw new UsageError(`name a message as payroll/42, not ${text}`);
    const name = `webhooks/${subscription}/deliveries/${number}`;
    const { replayed } = await ask(webhooks(), 'replayDeliveries', {
      name,
      andLater: call.options['and-later'] === true,
    });
    if (call.json) call.print(JSON.stringify({ replayed }));
    else
      call.print(
        `  ${replayed === 1 ? '1 message is' : `${replayed} messages are`} sent again in order: cx webhooks list ${subscription}`,
      );
    return 0;
  },
};

/** Longer than an attempt takes. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 500;

/** `cx webhooks ping SUBSCRIPTION`: sends a message to try it, and says what became of it. */
export const webhooksPing: Command = {
  parameters: 'SUBSCRIPTION',
  description: 'Sends a message of the type cx.ping to a subscription, and says what became of its first attempt.',
  example: 'cx webhooks ping payroll',
  run: async (call) => {
    const subscription = argument(call, 0);
    const { name } = await ask(webhooks(), 'pingWebhook', { name: `webhooks/${subscription}` });
    const found = await untilTried(subscription, name);
    if (call.json)
      call.print(JSON.stringify(ListDeliveriesResponse.toJSON({ deliveries: found, nextPageToken: '' }), undefined, 2));
    else printPing(call, found);
    return found[0]?.state === DeliveryState.DELIVERY_STATE_DELIVERED ? 0 : 3;
  },
};

/** The delivery once an attempt has ended, or as it is when that takes too long. */
async function untilTried(subscription: string, name: string): Promise<Delivery[]> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const request = { parent: `webhooks/${subscription}`, states: [], pageSize: 50, pageToken: '' };
    const { deliveries } = await ask(webhooks(), 'listDeliveries', request);
    const own = deliveries.filter((one) => one.name === name);
    const hasEnded = own.some(
      ({ state, failure }) => state === DeliveryState.DELIVERY_STATE_DELIVERED || failure !== '',
    );
    if (hasEnded || Date.now() > end) return own;
    await pause(LOOK_MS);
  }
}

function printPing(call: Call, found: readonly Delivery[]): void {
  if (found.length === 0) call.print('  not sent yet: does scoring run?');
  for (const line of found.length === 0 ? [] : deliveryLines(found)) call.print(line);
  if (found.some(({ attempts }) => attempts === 0)) call.print('  => an earlier message waits: cx webhooks list');
}
