import { readFileSync } from 'node:fs';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { batchService } from '#libs/batches/source/serve.js';
import { ownCallers } from '#libs/grpc/named-callers.js';
import { openKafka } from '#libs/process/open-kafka.js';
import { openMetrics } from '#libs/process/open-metrics.js';
import { openStore } from '#libs/process/open-store.js';
import { readServiceConfig } from '#libs/process/read-service-config.js';
import { refreshHealth } from '#libs/process/refresh-health.js';
import { startServers } from '#libs/process/start-servers.js';
import { systemClock } from '#libs/runtime/clock.js';
import { runService } from '#libs/runtime/service.js';
import { databaseUrl } from '#libs/runtime/settings.js';
import { knownSources } from './answers/known-sources.js';
import { settings } from './config.js';
import { countsReader, readShards } from './counts/read.js';
import { bonusService } from './grpc/bonus/bonus-service.js';
import { countsService } from './grpc/counts/counts-service.js';
import { MIGRATIONS } from './migrations.js';
import { answerIndexes } from './run/answer.js';
import { followDocuments } from './run/documents.js';
import { receiveObservations } from './run/receive.js';
import { watchCounts } from './run/watch.js';
import { Verifier } from './verify/verifier.js';

/** Not part of readiness: scoring answers with an old index and its age rather than not at all. */
const APPLY_HEALTH = 'cx.pipeline.Apply';

/** What computed a record, as it stands in it: "cx-index 0.1.0". */
function engineName(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { name, version } = JSON.parse(file) as { name: string; version: string };
  return `${name} ${version}`;
}

/** The process of scoring: it counts the observations of all sources and answers what they mean. */
await runService({
  name: 'scoring',
  start: async (lifecycle) => {
    const config = readServiceConfig(lifecycle, settings);
    const url = databaseUrl(config);
    const { database, whyNotReady } = await openStore(lifecycle, { url, name: 'cx-scoring', poolSize: 16 }, MIGRATIONS);
    const metrics = openMetrics(lifecycle, config, 'scoring');

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
    const transport = await receiveObservations(lifecycle, config, { database, kafka, faults, metrics, known });
    const verifier = new Verifier(url);
    const watching = await watchCounts(lifecycle, { database, verifier, metrics, transport });
    const answering = await answerIndexes(lifecycle, config, {
      ...{ database, counts, rulesets, known, stated, kafka, faults, metrics },
    });

    const services = [
      countsService(database, verifier, transport),
      answering.service,
      documents.service,
      batchService(new PostgresSourceStore(database), lifecycle.stopping),
      bonusService({ database, metrics, rulesets, clock: systemClock, engine: engineName() }),
    ];
    const server = await startServers(lifecycle, {
      callers: ownCallers(() => known.all),
      config,
      services,
      healthNames: [APPLY_HEALTH],
      metrics,
      whyNotReady,
      status: watching.status,
    });
    await refreshHealth(lifecycle, {
      server,
      whyNotReady,
      alsoNeeds: { [APPLY_HEALTH]: () => transport.isConnected() },
    });
  },
});
