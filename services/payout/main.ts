import { openSigner } from '#libs/clients/watched-signer.js';
import { connectTo } from '#libs/process/connect-to.js';
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
import { decideCallers } from '#libs/rules/decide-callers.js';
import { systemClock } from '#libs/runtime/clock.js';
import { ConfigError } from '#libs/runtime/config.js';
import { databaseUrl } from '#libs/runtime/settings.js';
import { type Config, settings } from './config.js';
import { scoringAt } from './grpc/ask-scoring.js';
import { payoutService } from './grpc/payout-service.js';
import { MIGRATIONS } from './migrations.js';
import { followAccess } from './run/follow-access.js';

/** The process that shares out money: it reads closed results of scoring and sees rosters, of which it keeps nothing but a hash. */
await runOrMigrate(MIGRATIONS, {
  name: 'payout',
  start: async (lifecycle) => {
    const config = readServiceConfig(lifecycle, settings);
    const metrics = openMetrics(lifecycle, config, 'payout');
    const tls = await openTls(lifecycle, config, metrics);
    const connectionTo = connectTo(tls, config);
    const password = replacedSecret(lifecycle.log, config, 'CX_DATABASE_PASSWORD');
    const store = { url: databaseUrl(config), password, name: 'cx-payout', poolSize: 4 };
    const { database, whyNotReady } = await openStore(lifecycle, store, MIGRATIONS, config.CX_MIGRATE);
    await watchDatabase(lifecycle, database, metrics);
    const scoring = await lifecycle.add(
      'scoring',
      async () => scoringAt(addressOfScoring(config), connectionTo('scoring')),
      async (it) => it.close(),
    );
    const { signManifest } = await openSigner(lifecycle, {
      ...{ address: config.CX_SIGNER, connectionTo, whileSilent: 'no payout can be signed' },
      onLook: (answers) => metrics.payoutUpstreamAnswers.set({ upstream: 'signer' }, answers ? 1 : 0),
    });
    const accessAt = await followAccess(lifecycle, scoring.documents, metrics);
    const insecurities = await watchInsecurities(lifecycle, config, {
      ...{ database, migrations: MIGRATIONS, tls, metrics },
      accessHolds: () => accessAt(systemClock.now()) !== undefined,
    });
    const audit = await openAudit(lifecycle, { database, metrics, server: 'payout', knowsDepartment: () => false });
    const server = await startServers(lifecycle, {
      ...{ audit, insecurities, tls, config, metrics, whyNotReady },
      bindingsOf: decideCallers({
        services: { get: () => undefined }, // people alone call it
        accessAt,
        firstPublishers: [],
        now: () => systemClock.now(),
      }),
      services: [payoutService({ database, signManifest, scoring, metrics })],
      healthNames: [],
      status: async () => ({}),
    });
    await refreshHealth(lifecycle, { server, whyNotReady });
  },
});

function addressOfScoring({ CX_UPSTREAMS }: Config): string {
  const address = CX_UPSTREAMS.scoring;
  if (address === undefined)
    throw new ConfigError(['CX_UPSTREAMS does not name scoring, which has the closed results.']);
  return address;
}
