import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findTool } from '#test/foreign/tools.js';
import { signatures } from './signature.js';

/** The library of Standard Webhooks for Node, which receivers use. */
interface Receiver {
  /** @throws {Error} for a message that it does not believe */
  verify(body: string, headers: Readonly<Record<string, string>>): unknown;
}

const tool = await findTool('standardwebhooks');
if ('reason' in tool) console.log(`not run: signatures of webhooks against another implementation. ${tool.reason}`);

async function receiver(key: Buffer): Promise<Receiver> {
  if ('reason' in tool) throw new Error(tool.reason);
  const library = (await import(join(tool.path, 'dist/index.js'))) as {
    readonly Webhook: new (secret: string) => Receiver;
  };
  return new library.Webhook(`whsec_${key.toString('base64')}`);
}

const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const BODY = '{"specversion":"1.0","subject":"periods/2018-07/snapshots/3"}';
const ID = '4f5b1c9e-6f53-4a37-9d1f-3f2d8c9f8a01';

/** The headers of a message that is sent now. */
function headers(keys: readonly Buffer[]) {
  const timestamp = Math.floor(Date.now() / 1_000);
  const signature = signatures(keys, { id: ID, timestamp, body: BODY });
  return { 'webhook-id': ID, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
}

describe.skipIf('reason' in tool)('a signed message', () => {
  it.each([
    ['the new secret', NEW],
    ['the old one', OLD],
  ])('is believed by a receiver that has %s while both sign', async (_, key) => {
    const believed = (await receiver(key)).verify(BODY, headers([NEW, OLD]));
    expect(believed).toEqual(JSON.parse(BODY));
  });

  it.each([
    ['by a receiver that has neither secret', Buffer.alloc(32, 3), {}, BODY],
    ['with another body', NEW, {}, BODY.replace('2018-07', '2018-08')],
    ['with another id', NEW, { 'webhook-id': 'another' }, BODY],
    ['with another time', NEW, { 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) - 60) }, BODY],
  ])('is not believed %s', async (_, key, change, body) => {
    const other = await receiver(key);
    expect(() => other.verify(body, { ...headers([NEW, OLD]), ...change })).toThrow('No matching signature found');
  });
});
