import type { TestProject } from 'vitest/node';
import { builtPrograms } from '#deploy/local/programs.js';
import { POSTGRES_VERSIONS, type PostgresName } from '#test/foreign/tools.js';
import { startOtherPostgres } from './other-postgres.js';
import { startPgbouncer } from './pgbouncer.js';
import { sharedServers, startServers, type TestServers } from './servers.js';

declare module 'vitest' {
  interface ProvidedContext extends TestServers {
    /** Port of a pgbouncer before the server; 0 if this run has none. */
    poolerPort: number;
  }
}

/** The project in which the suites of the stores reach PostgreSQL through pgbouncer. */
const THROUGH_PGBOUNCER = 'pgbouncer';
/** The projects whose tests start the services as processes. */
const WITH_PROCESSES: readonly string[] = ['e2e', 'start', 'start-long', 'misfortunes', 'operate'];

/** Provides the servers that `npm test` shares. If vitest was called directly, it starts them and stops them at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (WITH_PROCESSES.includes(project.name)) await builtPrograms(); // once, before several test files want it
  const { servers, stop } = await serversOf(project.name);
  const pgbouncer = project.name === THROUGH_PGBOUNCER ? await startPgbouncer(servers.pgUrl) : undefined;
  project.provide('pgUrl', servers.pgUrl);
  project.provide('kafkaBrokers', servers.kafkaBrokers);
  project.provide('poolerPort', pgbouncer?.port ?? 0);
  return async () => {
    await pgbouncer?.stop();
    await stop();
  };
}

async function serversOf(project: string): Promise<{ servers: TestServers; stop: () => Promise<void> }> {
  if (isOther(project)) {
    const { url, stop } = await startOtherPostgres(project);
    return { servers: { pgUrl: url('postgres'), kafkaBrokers: '' }, stop };
  }
  const shared = sharedServers();
  return shared === undefined ? await startServers() : { servers: shared, stop: async () => {} };
}

/** The projects that run on another version of PostgreSQL are named for it. */
function isOther(project: string): project is PostgresName {
  return project in POSTGRES_VERSIONS;
}
