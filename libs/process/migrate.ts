import { z } from 'zod';
import type { MigrationSet } from '#libs/postgres/migrate.js';
import { readConfig } from '#libs/runtime/config.js';
import { type RunServiceOptions, runService } from '#libs/runtime/service.js';
import { databaseUrl, serviceSettings } from '#libs/runtime/settings.js';
import { openStore } from './open-store.js';

/** A migration needs the database and nothing else: no key, no certificate, no Kafka. */
const { CX_DATABASE_URL, CX_DATABASE_PASSWORD } = serviceSettings(0);

/** The settings of a process that only migrates. */
export const migrationSettings = z.object({
  CX_DATABASE_URL,
  CX_DATABASE_PASSWORD,
  CX_SERVICE_ROLE: z
    .string()
    .default('')
    .describe(
      'the role that the service logs in as; it gets the privileges that it needs. Empty: the role that migrates serves too',
    ),
  CX_READER_ROLE: z
    .string()
    .default('')
    .describe('of scoring only: the group of the roles that read figures of one department; empty: there are none'),
});

/**
 * Runs a service. With the argument `migrate`, as in `node services/scoring/main.js migrate`, the process brings the database of the
 * service to its newest tables instead, and ends: 0 when the tables are there, 1 or 2 as a service that cannot start. So tables can
 * belong to a role that no service has, and the role of the service gets the privileges that it needs (CX_SERVICE_ROLE). The database of
 * a newer version stays as it is.
 */
export function runOrMigrate(
  migrations: readonly MigrationSet[],
  service: Pick<RunServiceOptions, 'name' | 'start'>,
): Promise<void> {
  return process.argv[2] === 'migrate' ? migrateOnly(migrations, service.name) : runService(service);
}

function migrateOnly(migrations: readonly MigrationSet[], name: string): Promise<void> {
  return runService({
    name: `${name}-migrate`,
    isTask: true,
    start: async (lifecycle) => {
      const {
        CX_SERVICE_ROLE: service,
        CX_READER_ROLE: readers,
        ...config
      } = readConfig(migrationSettings, process.env);
      const options = { url: databaseUrl(config), name: `cx-${name}-migrate`, poolSize: 1 };
      if (service === '') {
        await openStore(lifecycle, options, migrations, 'start');
        return;
      }
      const roles = { service, ...(readers === '' ? {} : { readers }) };
      const { isNewer } = await openStore(lifecycle, options, migrations, 'start', roles);
      if (!isNewer) lifecycle.log.info({ roles }, 'the roles have the privileges that they need');
    },
  });
}
