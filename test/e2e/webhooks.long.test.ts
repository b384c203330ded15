import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeliveryState, WebhookServiceClient } from '#libs/contracts/cx/bonus/v1/webhook.js';
import { call } from '#libs/grpc/client.js';
import { LEASE_MS } from '#services/scoring/webhooks/deliverer.js';
import { believes } from '#test/contract/webhooks/webhook-bench.js';
import { client } from '#test/stack/client.js';
import { startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { OLIST, publishOlist } from '#test/stack/publish-olist.js';
import { WebhookReceiver } from '#test/stack/webhook-receiver.js';

const KEY = Buffer.alloc(32, 9);
const soon = { timeout: 30_000, interval: 100 };

/** Real processes: what is set by the environment, published by two people, sent, and sent again after a kill. */
describe('an installation with a subscriber', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-webhooks-'));
  let receiver: WebhookReceiver;
  let installation: TestInstallation;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    const secrets = join(folder, 'secrets');
    writeFileSync(secrets, `hr whsec_${KEY.toString('base64')}\n`, { mode: 0o600 });
    const authority = join(folder, 'authority.crt');
    writeFileSync(authority, receiver.authority);
    installation = await startInstallation('', {
      ...{ CX_WEBHOOK_SECRETS_FILE: secrets, CX_WEBHOOK_CA_FILE: authority, CX_WEBHOOK_PRIVATE_HOSTS: 'localhost' },
    });
    const company = join(folder, 'company');
    cpSync(OLIST, company, { recursive: true });
    writeFileSync(
      join(company, 'webhooks.yaml'),
      `valid_from: 2018-01-01\nsubscriptions:\n  hr: { url: "${receiver.url().href}", messages: [cx.period.closed], secret: hr }\n`,
    );
    await publishOlist(installation.addresses.scoring, [], company);
  });
  afterAll(async () => {
    await installation.end();
    receiver.close();
    rmSync(folder, { recursive: true });
  });

  const as = () => client(WebhookServiceClient, installation.addresses.scoring, 'operator');
  const ping = () => call(as(), 'pingWebhook', { name: 'webhooks/hr' });
  const list = () => call(as(), 'listDeliveries', { parent: 'webhooks/hr', states: [], pageSize: 0, pageToken: '' });
  const states = async () => (await list()).deliveries.map(({ state }) => state);

  it('sends it a message, signed, by TLS', async () => {
    const { name } = await ping();
    await expect.poll(() => receiver.received.length, soon).toBe(1);
    const [received] = receiver.received;
    expect(received !== undefined && believes(KEY, received)).toBe(true);
    await expect.poll(states, soon).toEqual([DeliveryState.DELIVERY_STATE_DELIVERED]);
    expect((await list()).deliveries[0]?.name).toBe(name);
  });

  it('sends it again with its id when scoring is killed after sending and before recording', async () => {
    receiver.forget();
    receiver.answer = () => undefined; // taken by the receiver, and not answered yet
    await ping();
    await expect.poll(() => receiver.received.length, soon).toBe(1);
    installation.children.get('scoring')?.kill();
    receiver.answer = (_, response) => void response.writeHead(204).end();
    await installation.restart('scoring');
    await expect.poll(() => receiver.received.length, { ...soon, timeout: LEASE_MS + 30_000 }).toBe(2);
    const [first, again] = receiver.received.map(({ headers, body }) => [headers['webhook-id'], body]);
    expect(again).toEqual(first);
    await expect.poll(states, soon).toEqual(Array(2).fill(DeliveryState.DELIVERY_STATE_DELIVERED));
  });
});
