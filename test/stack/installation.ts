import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { calledHost } from '#cli/host.js';
import { APART, type ApartName, type ApartProcess, apartProcesses } from '#deploy/local/apart.js';
import { type Child, startChild, untilReady } from '#deploy/local/children.js';
import { freePort } from '#deploy/local/ports.js';
import { builtPrograms } from '#deploy/local/programs.js';
import {
  type Ports,
  processOf,
  type RunningServices,
  SERVICES,
  type ServiceName,
  type ServicesOptions,
  startServices,
} from '#deploy/local/services.js';
import { knowInstallation } from './connection-to.js';
import { splitDatabase } from './database.js';
import { publishOlist } from './publish-olist.js';
import { freePair, freePorts } from './service-ports.js';

/** Six real processes, each service on its own database. */
export interface TestInstallation extends RunningServices {
  /** As a superuser: what a test reads and breaks. The services have roles with the least privileges. */
  readonly databaseUrls: Readonly<Record<ServiceName, string>>;
  /** As the roles that own the tables. */
  readonly ownerUrls: Readonly<Record<ServiceName, string>>;
  /** Of the databases of the signer and the payout process, where they are. */
  readonly apartUrls: ReadonlyMap<ApartName, Pick<SplitDatabase, 'url' | 'ownerUrl' | 'serviceUrl'>>;
  /** Holds {service}.log. */
  readonly logDir: string;
  /** Of the REST API. */
  readonly restPort: number;
  /** Changes settings of every service from its next start on. */
  change(env: Readonly<Record<string, string>>): void;
  /** Starts a second process of a service on the same database. */
  startTwin(name: ServiceName): Promise<Twin>;
  end(): Promise<void>;
}

/** A second process of a service. */
export interface Twin extends Child {
  readonly address: string;
  readonly ports: Ports[ServiceName];
}

/**
 * Starts an installation with the rules of the real orders for one test file; without brokers it runs on the direct transport.
 *
 * @param env     more settings of every service; with CX_DATABASE_PASSWORD_FILE, the addresses of databases hold no password
 * @param server  another PostgreSQL than that of this run
 * @param isWhole with the signer and the payout process
 */
export async function startInstallation(
  kafkaBrokers: string,
  env: Readonly<Record<string, string>> = {},
  server?: string,
  isWhole = false,
): Promise<TestInstallation> {
  const logDir = mkdtempSync(join(tmpdir(), 'cx-e2e-'));
  const databases = await Promise.all(SERVICES.map(async (name) => [name, await splitDatabase(name, server)] as const));
  const apartDatabases = await Promise.all(
    (isWhole ? APART : []).map(async (name) => [name, await splitDatabase(name, server)] as const),
  );
  const urlsOf = (which: 'url' | 'ownerUrl' | 'serviceUrl') =>
    Object.fromEntries(databases.map(([name, database]) => [name, database[which]])) as Record<ServiceName, string>;
  const databaseUrls = urlsOf('url');
  const serviceUrls = urlsOf('serviceUrl');
  const settings: Record<string, string> = { CX_MIGRATE: 'wait', ...env };
  const restPort = await freePort();
  const options: ServicesOptions = {
    installation: { id: randomUUID(), caseKey: randomBytes(32).toString('hex') },
    ports: await freePorts(),
    databaseUrl: (name) =>
      env['CX_DATABASE_PASSWORD_FILE'] === undefined ? serviceUrls[name] : serviceUrls[name].replace(/:[^:@/]*@/, '@'),
    env: settings,
    programOf: await builtPrograms(),
    kafkaBrokers,
    logDir,
    dataDir: logDir,
    issuerPort: await freePort(),
    restPort,
    apart: isWhole ? await apartOf(logDir, new Map(apartDatabases)) : [],
  };
  const running = await startServices(options);
  knowInstallation(running.addresses, logDir);
  const { scoring, ...departments } = running.addresses;
  const twins: Twin[] = [];
  const startTwin = async (name: ServiceName) => {
    const twin = await startTwinOf(name, options, running);
    twins.push(twin);
    return twin;
  };
  const end = async () => {
    await Promise.all(twins.map((twin) => twin.stop()));
    await running.stop();
    for (const [, database] of [...databases, ...apartDatabases]) await database.drop();
    rmSync(logDir, { recursive: true, force: true });
  };
  await publishOlist(scoring, Object.values(departments)).catch(async (error: unknown) => {
    await end(); // the test that fails by this has nothing that it could end
    throw error;
  });
  const change = (more: Readonly<Record<string, string>>) => void Object.assign(settings, more);
  const apartUrls = new Map(apartDatabases);
  return {
    ...running,
    restPort,
    databaseUrls,
    ownerUrls: urlsOf('ownerUrl'),
    apartUrls,
    logDir,
    change,
    startTwin,
    end,
  };
}

type SplitDatabase = Awaited<ReturnType<typeof splitDatabase>>;

/** The signer and the payout process on free ports; each knows where the other ones are. */
async function apartOf(dataDir: string, databases: ReadonlyMap<ApartName, SplitDatabase>): Promise<ApartProcess[]> {
  const host = calledHost();
  const all = apartProcesses(dataDir, 0, (name) => databases.get(name)?.serviceUrl ?? '', host);
  const placed = await Promise.all(all.map(async (one) => ({ ...one, ports: await freePair() })));
  const signer = placed.find(({ name }) => name === 'signer');
  return placed.map((one) =>
    one.name === 'payout' ? { ...one, env: { ...one.env, CX_SIGNER: `${host}:${signer?.ports.grpc}` } } : one,
  );
}

async function startTwinOf(
  name: ServiceName,
  options: ServicesOptions,
  { identity, addresses }: RunningServices,
): Promise<Twin> {
  const ports = await freePair();
  const { file, env } = processOf(name, options, identity);
  const ownEnv = { ...env, CX_REST_PORT: '0', CX_GRPC_PORT: String(ports.grpc), CX_HTTP_PORT: String(ports.http) };
  const child = startChild({ name: `${name}-twin`, file, env: ownEnv, logDir: options.logDir });
  const host = addresses[name].replace(/:\d+$/, '');
  const address = `${host}:${ports.grpc}`;
  knowInstallation({ [name]: address }, options.dataDir);
  await untilReady(child, `https://${host}:${ports.http}/readyz`, identity.authority);
  return { ...child, address, ports };
}

/** Brokers of the real Kafka of this run. Test files share topics; every reader refuses batches of other installations. */
export function brokers(): string {
  return inject('kafkaBrokers');
}
