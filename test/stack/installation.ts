import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { freePort } from '#deploy/local/ports.js';
import { builtPrograms } from '#deploy/local/programs.js';
import { type Ports, type RunningServices, SERVICES, type ServiceName, startServices } from '#deploy/local/services.js';
import { freshDatabase } from './database.js';
import { publishOlist } from './publish-olist.js';

/** Six real processes, each service on its own database. */
export interface TestInstallation extends RunningServices {
  readonly databaseUrls: Readonly<Record<ServiceName, string>>;
  /** Holds {service}.log. */
  readonly logDir: string;
  end(): Promise<void>;
}

/**
 * Starts an installation with the rules of the real orders for one test file; without brokers it runs on the direct transport.
 *
 * @param env  more settings of every service; with CX_DATABASE_PASSWORD_FILE, the addresses of databases hold no password
 */
export async function startInstallation(
  kafkaBrokers: string,
  env: Readonly<Record<string, string>> = {},
): Promise<TestInstallation> {
  const logDir = mkdtempSync(join(tmpdir(), 'cx-e2e-'));
  const databases = await Promise.all(
    SERVICES.map(async (name) => [name, await freshDatabase(`e2e_${name}`)] as const),
  );
  const databaseUrls = Object.fromEntries(databases.map(([name, { url }]) => [name, url])) as Record<
    ServiceName,
    string
  >;
  const running = await startServices({
    installation: { id: randomUUID(), caseKey: randomBytes(32).toString('hex') },
    ports: await freePorts(),
    databaseUrl: (name) =>
      env['CX_DATABASE_PASSWORD_FILE'] === undefined
        ? databaseUrls[name]
        : databaseUrls[name].replace(/:[^:@/]*@/, '@'),
    env,
    programOf: await builtPrograms(),
    kafkaBrokers,
    logDir,
  });
  const { scoring, ...departments } = running.addresses;
  await publishOlist(scoring, Object.values(departments));
  const end = async () => {
    await running.stop();
    for (const [, database] of databases) await database.drop();
    rmSync(logDir, { recursive: true, force: true });
  };
  return { ...running, databaseUrls, logDir, end };
}

/** Brokers of the real Kafka of this run. Test files share topics; every reader refuses batches of other installations. */
export function brokers(): string {
  return inject('kafkaBrokers');
}

async function freePorts(): Promise<Ports> {
  const pairs: [ServiceName, { grpc: number; http: number }][] = [];
  for (const name of SERVICES) pairs.push([name, { grpc: await freePort(), http: await freePort() }]);
  return Object.fromEntries(pairs) as Ports;
}
