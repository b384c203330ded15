import { readFileSync } from 'node:fs';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { developmentCallers, identifyByName } from '#libs/grpc/named-callers.js';
import { startServer } from '#libs/grpc/server.js';
import { callsCountedBy } from '#libs/metrics/calls.js';
import { createMetrics } from '#libs/metrics/metrics.js';
import { startMetricsServer } from '#libs/metrics/server.js';
import { whyNotUsable } from '#libs/postgres/migrate.js';
import { openDatabase } from '#libs/postgres/open.js';
import { systemClock } from '#libs/runtime/clock.js';
import { readConfig } from '#libs/runtime/config.js';
import { every } from '#libs/runtime/every.js';
import { readiness } from '#libs/runtime/readiness.js';
import { runService } from '#libs/runtime/service.js';
import { settings } from './config.js';
import { countsReader } from './counts/read.js';
import { bonusService } from './grpc/bonus/bonus-service.js';
import { countsService } from './grpc/counts/counts-service.js';
import { MIGRATIONS } from './migrations.js';
import { answerIndexes } from './run/answer.js';
import { receiveObservations } from './run/receive.js';
import { watchCounts } from './run/watch.js';
import { Verifier } from './verify/verifier.js';

/** Not part of readiness: scoring answers with an old index and its age rather than not at all. */
const APPLY_HEALTH = 'cx.pipeline.Apply';
const LOOK_MS = 2_000;
const GRACE_MS = 10_000;

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
    const config = readConfig(settings, process.env);
    const onConnectionLost = (error: Error) =>
      lifecycle.log.warn({ error }, 'an idle connection to PostgreSQL was lost');
    const onWaiting = (why: string, cause: unknown) =>
      lifecycle.log.warn({ error: cause }, `waiting for PostgreSQL: ${why}`);
    const { database } = await lifecycle.add(
      'database',
      () =>
        openDatabase(
          { url: config.CX_DATABASE_URL, name: 'cx-scoring', poolSize: 16, onConnectionLost },
          { migrations: MIGRATIONS, stopping: lifecycle.stopping, onWaiting },
        ),
      (it) => it.database.close(),
    );
    const metrics = createMetrics('scoring', {
      dataFolder: config.CX_DATA_FOLDER,
      onMistake: (mistake) => lifecycle.log.error({ mistake }, 'a metric got a wrong label or value'),
    });

    const counts = countsReader(database);
    const { transport, kafka, faults } = await receiveObservations(lifecycle, config, { database, metrics });
    const verifier = new Verifier(config.CX_DATABASE_URL);
    const watching = await watchCounts(lifecycle, { database, verifier, metrics, transport });
    const answering = await answerIndexes(lifecycle, config, { database, counts, kafka, faults, metrics });

    const { rulesets } = answering.indexes;
    const services = [
      countsService(database, verifier, transport),
      answering.service,
      bonusService({ database, metrics, rulesets, clock: systemClock, engine: engineName() }),
    ];
    const whyNotReady = () => whyNotUsable(database, MIGRATIONS);
    await lifecycle.add(
      'http',
      () =>
        startMetricsServer({
          host: config.CX_HOST,
          port: config.CX_HTTP_PORT,
          metrics,
          ready: () => readiness(lifecycle.stopping, whyNotReady),
          status: watching.status,
        }),
      (it) => it.close(),
    );
    const server = await lifecycle.add(
      'grpc',
      () =>
        startServer({
          host: config.CX_HOST,
          port: config.CX_GRPC_PORT,
          services,
          identify: identifyByName(developmentCallers()),
          onBug: (error) => lifecycle.log.error({ error }, 'a call failed by a bug'),
          metrics: callsCountedBy(metrics),
          healthNames: [APPLY_HEALTH],
          descriptorImage: descriptorImage(),
        }),
      (it) => it.drain(GRACE_MS, config.CX_LINGER_MS),
    );

    const look = async () => {
      const ready = (await whyNotReady()) === undefined;
      for (const name of server.healthNames)
        server.health(name, name === APPLY_HEALTH ? ready && transport.isConnected() : ready);
    };
    await lifecycle.add(
      'health',
      () => every(LOOK_MS, look, { onError: (error) => lifecycle.log.warn({ error }, 'checking the health failed') }),
      (it) => it.stop(),
    );
  },
});
