import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** gRPC and HTTP port of one process. */
export interface PortPair {
  readonly grpc: number;
  readonly http: number;
}

/**
 * Below the ports that systems give to connections going out (Linux from 32768 on): one of those may be taken between the
 * moment it was found free and the moment a server listens on it.
 */
const ALL = { from: 20_000, to: 32_768 };
const TRIES = 100;

/** The ports among which this process chooses, "20000-26384"; without it, all of them. Two runs side by side then never choose one port. */
export const FREE_PORTS = 'FREE_PORTS';

/** What was handed out may not be listened on yet. */
const handedOut = new Set<number>();

/** A port on loopback that is free now. @throws {Error} when a hundred of them are taken */
export async function freePort(share = process.env[FREE_PORTS]): Promise<number> {
  const { from, to } = rangeOf(share);
  for (let tried = 0; tried < TRIES; tried++) {
    const port = randomInt(from, to);
    if (handedOut.has(port)) continue;
    handedOut.add(port); // before the wait: another call may choose meanwhile
    if (await isFree(port)) return port;
  }
  throw new Error(`no port is free between ${from} and ${to}`);
}

/** That many shares of all ports, apart from each other, as the variable writes them. */
export function sharesOfPorts(count: number): readonly string[] {
  const size = Math.floor((ALL.to - ALL.from) / count);
  return Array.from({ length: count }, (_, place) => `${ALL.from + place * size}-${ALL.from + (place + 1) * size}`);
}

function rangeOf(written: string | undefined): typeof ALL {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(written ?? '') ?? [];
  return from === undefined ? ALL : { from: Number(from), to: Number(to) };
}

/** Whether that port of loopback is free. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
