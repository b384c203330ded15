import { runOrMigrate } from '#libs/process/migrate.js';
import { openAudit } from '#libs/process/open-audit.js';
import { openMetrics } from '#libs/process/open-metrics.js';
import { openStore } from '#libs/process/open-store.js';
import { openTls } from '#libs/process/open-tls.js';
import { readServiceConfig } from '#libs/process/read-service-config.js';
import { refreshHealth } from '#libs/process/refresh-health.js';
import { replacedSecret } from '#libs/process/replaced-secret.js';
import { startServers } from '#libs/process/start-servers.js';
import { watchDatabase } from '#libs/process/watch-database.js';
import { watchInsecurities } from '#libs/process/watch-insecurities.js';
import { systemClock } from '#libs/runtime/clock.js';
import { databaseUrl } from '#libs/runtime/settings.js';
import { signerCallers } from './callers.js';
import { settings } from './config.js';
import { signerService } from './grpc/signer-service.js';
import { MIGRATIONS } from './migrations.js';
import { openKeys } from './open-keys.js';

/** The process of the signer: it holds the private keys of the installation, and signs the hashes that scoring sends. */
await runOrMigrate(MIGRATIONS, {
  name: 'signer',
  start: async (lifecycle) => {
    const config = readServiceConfig(lifecycle, settings);
    const metrics = openMetrics(lifecycle, config, 'signer');
    const tls = await openTls(lifecycle, config, metrics);
    const keys = await openKeys(lifecycle, config, { metrics, clock: systemClock });
    const password = replacedSecret(lifecycle.log, config, 'CX_DATABASE_PASSWORD');
    const store = { url: databaseUrl(config), password, name: 'cx-signer', poolSize: 4 };
    const { database, whyNotReady } = await openStore(lifecycle, store, MIGRATIONS, config.CX_MIGRATE);
    await watchDatabase(lifecycle, database, metrics);
    const insecurities = await watchInsecurities(lifecycle, config, {
      ...{ database, migrations: MIGRATIONS, tls, metrics },
      accessHolds: () => true, // no document is published here
    });
    const audit = await openAudit(lifecycle, { database, metrics, server: 'signer', knowsDepartment: () => false });
    const server = await startServers(lifecycle, {
      ...{ audit, insecurities, tls, config, metrics, whyNotReady },
      bindingsOf: signerCallers(config.CX_AUDITORS),
      services: [signerService({ keys, clock: systemClock, metrics })],
      healthNames: [],
      status: async () => ({ keys: keys.all.map(({ privateKey, ...others }) => others) }),
    });
    await refreshHealth(lifecycle, { server, whyNotReady });
  },
});
