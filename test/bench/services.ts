import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#deploy/local/ports.js';
import { builtPrograms } from '#deploy/local/programs.js';
import { type Ports, type RunningServices, SERVICES, type ServiceName, startServices } from '#deploy/local/services.js';
import { publishOlist } from '#test/stack/publish-olist.js';
import type { BenchWorld } from './world.js';

/** Six real processes, each service on its own database, with the rules of the real orders. */
export interface BenchServices extends RunningServices {
  readonly urls: ReadonlyMap<ServiceName, string>;
}

/** @param kafkaBrokers  empty: the direct transport */
export async function startBenchServices(world: BenchWorld, kafkaBrokers: string): Promise<BenchServices> {
  const urls = new Map<ServiceName, string>();
  const pairs: [ServiceName, { grpc: number; http: number }][] = [];
  for (const name of SERVICES) {
    urls.set(name, (await world.database()).url);
    pairs.push([name, { grpc: await freePort(), http: await freePort() }]);
  }
  const logDir = mkdtempSync(join(tmpdir(), 'cx-bench-services-'));
  const services = await startServices({
    installation: { id: randomUUID(), caseKey: randomBytes(32).toString('hex') },
    ports: Object.fromEntries(pairs) as Ports,
    databaseUrl: (name) => urls.get(name) ?? '',
    kafkaBrokers,
    logDir,
    programOf: await builtPrograms(),
  });
  const { scoring, ...departments } = services.addresses;
  await publishOlist(scoring, Object.values(departments));
  const stop = async () => {
    await services.stop();
    rmSync(logDir, { recursive: true, force: true });
  };
  return { ...services, stop, urls };
}
