import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { batchService } from '#libs/batches/source/serve.js';
import { ownCallers } from '#libs/grpc/callers.js';
import { checkShards } from '#libs/process/check-shards.js';
import { connectTo } from '#libs/process/connect-to.js';
import { runOrMigrate } from '#libs/process/migrate.js';
import { openAudit } from '#libs/process/open-audit.js';
import { openKafka } from '#libs/process/open-kafka.js';
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
import { databaseUrl } from '#libs/runtime/settings.js';
import { knownSources } from './answers/known-sources.js';
import { settings } from './config.js';
import { countsReader, readShards } from './counts/read.js';
import { countsService } from './grpc/counts/counts-service.js';
import { MIGRATIONS } from './migrations.js';
import { takeAdjustments } from './run/adjustments.js';
import { answerIndexes } from './run/answer.js';
import { bonusServices, engineName, recordsOfPostings } from './run/bonus.js';
import { takeContests } from './run/contests.js';
import { followDocuments } from './run/documents.js';
import { watchPeriods } from './run/periods.js';
import { receiveObservations } from './run/receive.js';
import { restAfterGrpc } from './run/rest.js';
import { signerOf } from './run/signer.js';
import { watchCounts } from './run/watch.js';
import { messageSubscribers } from './run/webhooks.js';
import { Verifier } from './verify/verifier.js';

/** Not part of readiness: scoring answers with an old index and its age rather than not at all. */
const APPLY_HEALTH = 'cx.pipeline.Apply';

/** The process of scoring: it counts the observations of all sources and answers what they mean. */
await runOrMigrate(MIGRATIONS, {
  name: 'scoring',
  start: async (lifecycle) => {
    const config = readServiceConfig(lifecycle, settings);
    const metrics = openMetrics(lifecycle, config, 'scoring');
    const tls = await openTls(lifecycle, config, metrics);
    const connectionTo = connectTo(tls, config);
    const password = replacedSecret(lifecycle.log, config, 'CX_DATABASE_PASSWORD');
    const store = { url: databaseUrl(config), password, name: 'cx-scoring', poolSize: 16 };
    const { database, whyNotReady } = await openStore(lifecycle, store, MIGRATIONS, config.CX_MIGRATE);
    await watchDatabase(lifecycle, database, metrics);
    await checkShards(database, config.CX_SHARDS);

    const counts = countsReader(database);
    const { kafka, faults } = await openKafka(lifecycle, config, { clientId: 'cx-scoring', metrics });
    const documents = await followDocuments(lifecycle, config, { database, counts, metrics, kafka, faults });
    const { rulesets, stated } = documents;
    const counted = (await readShards(database, undefined)).map(({ source }) => source);
    const known = knownSources(rulesets, () => [
      ...Object.keys(config.CX_UPSTREAMS),
      ...rulesets.ownDepartments,
      ...counted,
    ]);
    const transport = await receiveObservations(lifecycle, config, {
      ...{ database, kafka, faults, metrics, known, connectionTo },
    });
    const verifier = new Verifier(() =>
      databaseUrl(password === undefined ? config : { ...config, CX_DATABASE_PASSWORD: password() }),
    );
    const watching = await watchCounts(lifecycle, { database, verifier, metrics, transport });
    const answering = await answerIndexes(lifecycle, config, {
      ...{ database, counts, rulesets, known, stated, kafka, faults, metrics, connectionTo },
    });

    const signer = await signerOf(lifecycle, config.CX_SIGNER, connectionTo, metrics);
    const contests = await takeContests(lifecycle, {
      ...{ database, metrics, known, rulesets, onRuled: documents.stirSealing },
    });
    await watchPeriods(lifecycle, { database, metrics, rulesets });
    const webhooks = await messageSubscribers(lifecycle, config, { database, metrics, rulesets });
    const adjustments = await takeAdjustments(lifecycle, {
      ...{ database, metrics, rulesets, departments: () => known.all, engine: engineName() },
      sealRestated: recordsOfPostings(rulesets, { signer, metrics }),
    });
    const insecurities = await watchInsecurities(lifecycle, config, {
      ...{ database, migrations: MIGRATIONS, tls, metrics },
      accessHolds: () => rulesets.accessAt(systemClock.now()) !== undefined,
    });
    const services = [
      countsService(database, verifier, transport, () => insecurities.report),
      answering.service,
      documents.service,
      batchService(new PostgresSourceStore(database), lifecycle.stopping),
      contests,
      adjustments,
      webhooks,
      ...bonusServices({ database, metrics, rulesets, clock: systemClock, departments: () => known.all, signer }),
    ];
    const knowsDepartment = (name: string) => known.all.some((one) => one === name);
    const audit = await openAudit(lifecycle, { database, metrics, server: 'scoring', knowsDepartment });
    const rest = await restAfterGrpc(lifecycle);
    const server = await startServers(lifecycle, {
      audit,
      insecurities,
      bindingsOf: decideCallers({
        services: ownCallers(() => known.all),
        accessAt: rulesets.accessAt,
        firstPublishers: config.CX_FIRST_PUBLISHERS,
        now: () => systemClock.now(),
      }),
      tls,
      config,
      services,
      healthNames: [APPLY_HEALTH],
      metrics,
      whyNotReady,
      status: watching.status,
    });
    await rest.serve(config, { server, tls, metrics });
    await refreshHealth(lifecycle, {
      server,
      whyNotReady,
      alsoNeeds: { [APPLY_HEALTH]: () => transport.isConnected() },
    });
  },
});
