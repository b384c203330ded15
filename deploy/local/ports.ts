import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that systems give to connections going out (Linux from 32768 on): one of those may be taken between the
 * moment it was found free and the moment a server listens on it.
 */
const FROM = 20_000;
const TO = 32_768;
const TRIES = 100;

/** What was handed out may not be listened on yet. */
const handedOut = new Set<number>();

/** A port on loopback that is free now. @throws {Error} when a hundred of them are taken */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried++) {
    const port = randomInt(FROM, TO);
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new Error(`no port is free between ${FROM} and ${TO}`);
}

/** Whether that port of loopback is free. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
