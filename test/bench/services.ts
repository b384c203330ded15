import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '#deploy/local/database-roles.js';
import { freePort } from '#deploy/local/ports.js';
import { builtPrograms } from '#deploy/local/programs.js';
import {
  type Ports,
  type ProgramOf,
  type RunningServices,
  SERVICES,
  type ServiceName,
  startServices,
} from '#deploy/local/services.js';
import { knowInstallation } from '#test/stack/connection-to.js';
import { publishOlist } from '#test/stack/publish-olist.js';
import type { BenchWorld } from './world.js';

/** Six real processes, each service on its own database, with the rules of the real orders. */
export interface BenchServices extends RunningServices {
  /** As a superuser. */
  readonly urls: ReadonlyMap<ServiceName, string>;
  readonly dataDir: string;
}

export interface BenchServicesOptions {
  /** Default: the services as this tree builds them. */
  readonly programOf?: ProgramOf;
  /** They take callers at their word: test/bench/bare. */
  readonly isBare?: boolean;
  /** More settings for every service. */
  readonly env?: Readonly<Record<string, string>>;
}

/** @param kafkaBrokers  empty: the direct transport */
export async function startBenchServices(
  world: BenchWorld,
  kafkaBrokers: string,
  { programOf, isBare = false, env = {} }: BenchServicesOptions = {},
): Promise<BenchServices> {
  const urls = new Map<ServiceName, string>();
  const serviceUrls = new Map<ServiceName, string>();
  const pairs: [ServiceName, { grpc: number; http: number }][] = [];
  for (const name of SERVICES) {
    const { url: adminUrl } = await world.database();
    urls.set(name, adminUrl);
    serviceUrls.set(
      name,
      await prepareDatabase({ service: name, adminUrl, passwords: { migrator: 'cx', service: 'cx' } }),
    );
    pairs.push([name, { grpc: await freePort(), http: await freePort() }]);
  }
  const logDir = mkdtempSync(join(tmpdir(), 'cx-bench-services-'));
  const services = await startServices({
    installation: { id: randomUUID(), caseKey: randomBytes(32).toString('hex') },
    ports: Object.fromEntries(pairs) as Ports,
    databaseUrl: (name) => serviceUrls.get(name) ?? '',
    env: { ...env, CX_MIGRATE: 'wait' },
    kafkaBrokers,
    logDir,
    dataDir: logDir,
    issuerPort: await freePort(),
    programOf: programOf ?? (await builtPrograms()),
  });
  if (!isBare) knowInstallation(services.addresses, logDir);
  const { scoring, ...departments } = services.addresses;
  await publishOlist(scoring, Object.values(departments));
  const stop = async () => {
    await services.stop();
    rmSync(logDir, { recursive: true, force: true });
  };
  return { ...services, stop, urls, dataDir: logDir };
}
