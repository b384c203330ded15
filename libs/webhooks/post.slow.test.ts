import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebhookReceiver } from '#test/stack/webhook-receiver.js';
import { type PostRules, post } from './post.js';

let receiver: WebhookReceiver;
const asked: string[] = [];
beforeAll(async () => {
  receiver = await WebhookReceiver.start();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.forget();
  asked.length = 0;
});

const rules = (): PostRules => ({
  ...{ privateHosts: ['localhost'], allowsHttp: false, authorities: receiver.authority, withinMs: 2_000 },
  resolve: async (host) => {
    asked.push(host);
    return ['127.0.0.1'];
  },
});
const send = (change: Partial<PostRules> = {}, to = receiver.url()) =>
  post(to, { 'webhook-id': '1' }, '{"a":"ü"}', { ...rules(), ...change });
const failure = (reason: string, status?: number) => ({ kind: 'failed', reason, status, retryAfter: 0 });

describe('post', () => {
  it('sends a message once, to the path, with its headers and the host of the URL', async () => {
    expect(await send()).toEqual({ kind: 'delivered', status: 204 });
    expect(receiver.received).toEqual([
      {
        ...{ body: '{"a":"ü"}', path: '/hooks/cx' },
        headers: expect.objectContaining({ 'webhook-id': '1', host: receiver.url().host, 'content-length': '10' }),
      },
    ]);
  });

  it('connects to the address that was checked: the name is resolved once, by the given resolver alone', async () => {
    // No resolver of this machine knows the name, and the certificate is not of it: what is reached was given.
    const outcome = await send({ privateHosts: ['receiver.invalid'] }, receiver.url('receiver.invalid'));
    expect([outcome, asked]).toEqual([failure('TLS_FAILED'), ['receiver.invalid']]);
  });

  it.each([
    ['loopback', '127.0.0.1'],
    ['the metadata of a cloud', '169.254.169.254'],
    ['loopback in IPv6', '::ffff:127.0.0.1'],
  ])('connects to no host at %s that the installation does not name', async (_, address) => {
    expect(await send({ privateHosts: ['other'], resolve: async () => [address] })).toEqual(
      failure('ADDRESS_NOT_ALLOWED'),
    );
    expect(receiver.received).toEqual([]);
  });

  it('connects to no host of which one address is private', async () => {
    const resolve = async () => ['93.184.215.14', '127.0.0.1'];
    expect(await send({ privateHosts: [], resolve })).toEqual(failure('ADDRESS_NOT_ALLOWED'));
  });

  it.each([['127.0.0.1'], ['[::1]'], ['2130706433'], ['0x7f.1'], ['[::ffff:7f00:1]']])(
    'connects to no address %s in a URL, and asks no resolver',
    async (host) => {
      expect(await send({}, receiver.url(host))).toEqual(failure('ADDRESS_NOT_ALLOWED'));
      expect([receiver.received, asked]).toEqual([[], []]);
    },
  );

  it('connects to an address in a URL that the installation names', async () => {
    const outcome = await send({ privateHosts: ['127.0.0.1'] }, receiver.url('127.0.0.1'));
    expect(outcome).toEqual({ kind: 'delivered', status: 204 });
  });

  it('sends nothing by http unless the installation allows it', async () => {
    expect(await send({}, receiver.url('localhost', 'http'))).toEqual(failure('URL_NOT_ALLOWED'));
    expect(receiver.received).toEqual([]);
    expect(await send({ allowsHttp: true }, receiver.url('localhost', 'http'))).toEqual({
      kind: 'delivered',
      status: 204,
    });
  });

  it('sends nothing to a receiver whose certificate it does not believe', async () => {
    expect(await send({ authorities: '' })).toEqual(failure('TLS_FAILED'));
    expect(receiver.received).toEqual([]);
  });

  it('follows no redirect', async () => {
    receiver.answer = (_, response) => response.writeHead(307, { location: '/elsewhere' }).end();
    expect(await send()).toEqual(failure('REDIRECTED', 307));
    expect(receiver.received).toHaveLength(1);
  });

  it.each([
    [400, 'REFUSED'],
    [410, 'REFUSED'],
    [499, 'REFUSED'],
    [500, 'RECEIVER_FAILED'],
    [304, 'REDIRECTED'],
  ])('says what a status of %d means', async (status, reason) => {
    receiver.answer = (_, response) => response.writeHead(status).end();
    expect(await send()).toEqual(failure(reason, status));
  });

  it.each([
    ['120', 120_000],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 0],
    ['-1', 0],
  ])('hears for how long a receiver wants to be left alone: %s', async (written, retryAfter) => {
    receiver.answer = (_, response) => response.writeHead(503, { 'retry-after': written }).end();
    expect(await send()).toMatchObject({ reason: 'RECEIVER_FAILED', retryAfter });
  });

  it('gives up when a receiver does not answer in time', async () => {
    receiver.answer = () => {};
    expect(await send({ withinMs: 200 })).toEqual(failure('TIMEOUT'));
  });

  it('gives up when a name is not resolved in time', async () => {
    expect(await send({ withinMs: 100, resolve: () => new Promise(() => {}) })).toEqual(failure('TIMEOUT'));
  });

  it('says that a name has no address', async () => {
    const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
    expect(await send({ resolve: async () => [] })).toEqual(failure('HOST_UNKNOWN'));
    expect(await send({ resolve: () => Promise.reject(unknown) })).toEqual(failure('HOST_UNKNOWN'));
  });

  it('says that a receiver ended the connection without an answer', async () => {
    receiver.answer = (request) => request.socket.destroy();
    expect(await send()).toEqual(failure('CONNECTION_FAILED'));
  });

  it('says that a receiver switched to another protocol in place of an answer', async () => {
    receiver.answer = (request) => {
      request.socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n');
    };
    expect(await send({ withinMs: 500 })).toEqual(failure('CONNECTION_FAILED'));
  });

  it('says that nothing listens', async () => {
    const nothing = createServer();
    await new Promise<void>((done) => nothing.listen(0, '127.0.0.1', done));
    const { port } = nothing.address() as AddressInfo;
    await new Promise((done) => nothing.close(done));
    expect(await send({}, new URL(`https://localhost:${port}/`))).toEqual(failure('CONNECTION_FAILED'));
  });

  it('believes the status of an answer that never ends, and reads no more than 16 KiB of it', async () => {
    let written = 0;
    receiver.answer = (_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && written < 50_000_000) {
          written += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return void response.once('drain', more);
        }
      };
      more();
    };
    expect(await send()).toEqual({ kind: 'delivered', status: 200 });
    expect(written).toBeLessThan(10_000_000);
  });

  it('believes the status of an answer whose body does not come', async () => {
    receiver.answer = (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('a');
    expect(await send({ withinMs: 300 })).toEqual({ kind: 'delivered', status: 200 });
  });
});
