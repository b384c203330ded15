import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Attacked, quietCaller, startAttacked } from './attacked.js';
import { begin, closed, closeRaw, endOf, RECORD, sessionTo, socketTo } from './raw.js';

let server: Attacked;

beforeAll(async () => {
  server = await startAttacked({ idleMs: 1_000, callsPerSecond: 60, connectionsPerAddress: 100 });
  await quietCaller(server.port, 300);
});
afterAll(() => server.stop());
afterEach(closeRaw);

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const EMPTY_SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const PING = Buffer.concat([Buffer.from([0, 0, 8, 6, 0, 0, 0, 0, 0]), Buffer.alloc(8)]);

describe('an attacker that connects', () => {
  it('and sends anything but HTTP/2 loses the connection, and the server goes on', async () => {
    for (const bytes of ['GET / HTTP/1.1\r\n\r\n', randomBytes(4_096), `${PREFACE}nonsense that is no frame`]) {
      const socket = await socketTo(server.port);
      socket.resume();
      socket.write(bytes);
      await closed(socket);
    }
    expect((await quietCaller(server.port, 200)).failed).toBe(0);
  });

  it('200 times from one address has the connections of one address, and idle ones are closed', async () => {
    await pause(1_500); // those of the tests before are closed
    const before = await server.forget();
    const sockets = await Promise.all(Array.from({ length: 200 }, () => socketTo(server.port)));
    for (const socket of sockets) socket.resume().write(Buffer.concat([Buffer.from(PREFACE), EMPTY_SETTINGS]));
    await Promise.all(sockets.map(closed));
    const { refusals, mostMib } = await server.look();
    expect(refusals['connections_per_address']).toBeGreaterThanOrEqual(100);
    expect(mostMib - before.memoryMib).toBeLessThan(40);
  });

  it('and floods it with pings is cut off, and costs no memory', async () => {
    const before = await server.forget();
    const socket = await socketTo(server.port);
    socket.resume().write(Buffer.concat([Buffer.from(PREFACE), EMPTY_SETTINGS]));
    const flood = Buffer.concat(Array.from({ length: 1_000 }, () => PING));
    for (let turn = 0; turn < 200 && !socket.destroyed; turn++) {
      socket.write(flood);
      await pause(1);
    }
    await closed(socket);
    const { refusals, mostMib } = await server.look();
    expect(refusals['frames']).toBe(1);
    expect(mostMib - before.memoryMib).toBeLessThan(20);
  });

  it('and resets each call at once is cut off', async () => {
    await server.forget();
    const session = await sessionTo(server.port);
    for (let turn = 0; turn < 100 && !session.destroyed; turn++) {
      for (let sent = 0; sent < 50 && !session.destroyed; sent++) begin(session, RECORD).close(8);
      await pause(1);
    }
    await closed(session);
    expect((await quietCaller(server.port, 200)).failed).toBe(0);
  });

  it('and calls methods that do not exist is cut off, too', async () => {
    await server.forget();
    const session = await sessionTo(server.port);
    for (let turn = 0; turn < 100 && !session.destroyed; turn++) {
      for (let sent = 0; sent < 50 && !session.destroyed; sent++) void endOf(begin(session, '/cx.No/Method').end());
      await pause(1);
    }
    await closed(session);
    expect((await server.look()).refusals['frames']).toBeGreaterThanOrEqual(1);
  });
});
