import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Attacked, startAttacked } from './attacked.js';
import { closed, closeRaw, socketTo } from './raw.js';

let server: Attacked;

beforeAll(async () => {
  server = await startAttacked();
});
afterAll(() => server.stop());
afterEach(closeRaw);

const isAlive = async () => (await fetch(`http://127.0.0.1:${server.httpPort}/livez`)).status;

/** Sends the bytes, then one more every 100 ms, and waits until the server closes. Returns the answer and the milliseconds. */
async function dripped(bytes: string, drop: string): Promise<{ answer: string; ms: number }> {
  const started = performance.now();
  const socket = await socketTo(server.httpPort);
  let answer = '';
  socket.on('data', (piece) => {
    answer += String(piece);
  });
  socket.write(bytes);
  while (!socket.destroyed && performance.now() - started < 5_000) {
    if (drop !== '') socket.write(drop);
    await pause(100);
  }
  return { answer, ms: performance.now() - started };
}

describe('an attacker of the HTTP port', () => {
  it.each([
    ['sends nothing', '', ''],
    ['sends its headers one byte at a time', 'GET /livez HTTP/1.1\r\nx: ', 'a'],
    [
      'announces a body of a gigabyte and sends it one byte at a time',
      'POST /livez HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000\r\n\r\n',
      'a',
    ],
    [
      'sends a chunked body without an end',
      'GET /livez HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n',
      '1\r\na\r\n',
    ],
    ['sends headers of 9 kB', `GET /livez HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(9_000)}\r\n\r\n`, ''],
    ['sends what is no HTTP', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', ''],
  ])('that %s is cut off within two seconds', { retry: 2 }, async (_, bytes, drop) => {
    const { ms } = await dripped(bytes, drop);
    // The bound is one second, looked at every half. A server without a bound fails all three tries.
    expect(ms).toBeLessThan(2_500);
    expect(await isAlive()).toBe(200);
  });

  it('that does not read the answer is cut off, and holds no more than the answer', async () => {
    const before = await server.forget();
    const sockets = await Promise.all(Array.from({ length: 40 }, () => socketTo(server.httpPort)));
    const ask = 'GET /metrics HTTP/1.1\r\nhost: a\r\n\r\n';
    for (const socket of sockets) socket.pause().write(ask.repeat(200)); // 200 answers asked for on each
    await pause(3_000);
    const { mostMib } = await server.look();
    expect(mostMib - before.memoryMib).toBeLessThan(80);
    expect(await isAlive()).toBe(200);
  });

  it('that holds every connection does so for a second at the most', async () => {
    const sockets = await Promise.all(Array.from({ length: 100 }, () => socketTo(server.httpPort)));
    await Promise.all(sockets.map((socket) => closed(socket.resume())));
    expect(await isAlive()).toBe(200);
    expect((await server.look()).refusals['http_connections']).toBeGreaterThanOrEqual(50);
  });

  it('that asks 500 times whether it is ready causes a few checks', async () => {
    await server.forget();
    const ask = () => fetch(`http://127.0.0.1:${server.httpPort}/readyz`).then(({ status }) => status);
    const answers = [];
    for (let turn = 0; turn < 25; turn++) answers.push(...(await Promise.all(Array.from({ length: 20 }, ask))));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect((await server.look()).checks).toBeLessThan(100);
  });
});
