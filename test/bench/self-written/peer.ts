import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import type { Addresses } from '#cli/addresses.js';
import { startChild } from '#deploy/local/children.js';
import { freePort } from '#deploy/local/ports.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import type { BenchWorld } from '../world.js';
import { createTables } from './copied.js';

/** A running service.ts with a database of its own. */
export interface SelfWritten {
  readonly url: string;
  readonly pid: number;
  readonly address: string;
  /** One process for all departments. */
  readonly addresses: Addresses;
  stop(): Promise<void>;
}

const START_WITHIN_MS = 120_000;

export async function startSelfWritten(world: BenchWorld): Promise<SelfWritten> {
  const { url, drop } = await world.database();
  await createTables(url);
  const logDir = mkdtempSync(join(tmpdir(), 'cx-bench-peer-'));
  const port = await freePort();
  const file = join(import.meta.dirname, 'service.ts');
  const child = startChild({
    ...{ name: 'self-written', file, logDir },
    env: { PEER_DATABASE: url, PEER_PORT: String(port) },
  });
  const address = `127.0.0.1:${port}`;
  await untilListening(address);
  const addresses = Object.fromEntries(['scoring', ...BUILT_IN_SOURCES].map((name) => [name, address])) as Addresses;
  const stop = async () => {
    await child.stop();
    await drop();
    rmSync(logDir, { recursive: true });
  };
  return { url, pid: child.pid, address, addresses, stop };
}

function untilListening(address: string): Promise<void> {
  const probe = new Client(address, credentials.createInsecure());
  return new Promise((resolve, reject) => {
    probe.waitForReady(Date.now() + START_WITHIN_MS, (error) => {
      probe.close();
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}
