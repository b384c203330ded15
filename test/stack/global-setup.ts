import type { TestProject } from 'vitest/node';
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

/** Provides the servers that `npm test` shares. If vitest was called directly, it starts them and stops them at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = sharedServers();
  const { servers, stop } = shared === undefined ? await startServers() : { servers: shared, stop: async () => {} };
  const pgbouncer = project.name === THROUGH_PGBOUNCER ? await startPgbouncer(servers.pgUrl) : undefined;
  project.provide('pgUrl', servers.pgUrl);
  project.provide('kafkaBrokers', servers.kafkaBrokers);
  project.provide('poolerPort', pgbouncer?.port ?? 0);
  return async () => {
    await pgbouncer?.stop();
    await stop();
  };
}
