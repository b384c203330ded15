import { join } from 'node:path';
import { databasePasswords } from './database-passwords.js';
import { type DatabaseOwner, prepareDatabase } from './database-roles.js';
import { startPostgres } from './postgres.js';

/** The superuser of the server. No service logs in as it. */
const SUPERUSER = 'cx';

/**
 * Starts the PostgreSQL of a data folder, with one database for each service and the roles of deploy/postgres. The passwords are made
 * at the first start.
 *
 * @param onStarted  gets how to stop the server as soon as it runs
 * @returns the address of the database of a service, with the role that has the least privileges
 */
export async function startDatabases(
  dataDir: string,
  services: readonly DatabaseOwner[],
  onStarted: (stop: () => Promise<void>) => void,
): Promise<(service: DatabaseOwner) => string> {
  const nameOf = (service: string) => `cx_${service}`;
  const roles = services.map(nameOf).flatMap((name) => [name, `${name}_owner`]);
  const passwordOf = databasePasswords(dataDir, [SUPERUSER, ...roles]);
  const postgres = await startPostgres({
    dataDir: join(dataDir, 'postgres'),
    logFile: join(dataDir, 'logs/postgres.log'),
    databases: services.map(nameOf),
    password: passwordOf(SUPERUSER),
  });
  onStarted(postgres.stop);
  const urls = new Map<DatabaseOwner, string>();
  for (const service of services) {
    const name = nameOf(service);
    const passwords = { migrator: passwordOf(`${name}_owner`), service: passwordOf(name) };
    urls.set(service, await prepareDatabase({ service, adminUrl: postgres.url(name), passwords }));
  }
  return (service) => {
    const url = urls.get(service);
    if (url === undefined) throw new Error(`there is no database of ${service}`);
    return url;
  };
}
