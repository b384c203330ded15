import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calledHost } from '#cli/host.js';
import type { OwnDepartment } from '#libs/domain/source.js';
import { APART, apartPortsFrom, apartProcesses } from './apart.js';
import { askThisInstallation } from './ask-this-installation.js';
import { readCompanyFolder } from './company.js';
import { startDatabases } from './databases.js';
import { type Installation, openInstallation } from './installation.js';
import { jarsAreCached, startKafka } from './kafka.js';
import { explained, watchLogs } from './last-fatal.js';
import { keepPlaying, openLive, playOnce, refuseMixed } from './live.js';
import { READER } from './local-identity.js';
import { needPorts } from './need-ports.js';
import type { StartOptions } from './options.js';
import { printNext } from './print-next.js';
import { programs } from './programs.js';
import { publishDocuments } from './publish-documents.js';
import { REPLAYED_THROUGH, replay } from './replay.js';
import type { Screen } from './screen.js';
import {
  ISSUER_OFFSET,
  ownPortsFrom,
  type Ports,
  portsFrom,
  REST_OFFSET,
  type RunningServices,
  SERVICES,
  startServices,
} from './services.js';
import { renewDaily } from './tls/renew-daily.js';
import { type Demo, workedClose } from './worked-close/worked-close.js';

const PACKAGE = new URL('../../package.json', import.meta.url);
const { version: VERSION } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { readonly version: string };

/** One thing that was started. */
export interface Started {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

export interface StartContext {
  readonly screen: Screen;
  /** Gets an entry as soon as something runs. */
  readonly started: Started[];
  readonly isStopping: () => boolean;
}

/** Starts PostgreSQL, Kafka, the services and Prometheus, replays the real orders, and prints the report. */
export async function startEverything(options: StartOptions, context: StartContext): Promise<void> {
  const company = options.company === undefined ? undefined : readCompanyFolder(options.company);
  const installation = openInstallation(options.dataDir, options.fresh, company?.installation);
  refuseMixed(options.dataDir, installation.isNew, options.live);
  if (installation.isCompanys && options.replay) throw new Error(COMPANYS);
  const logDir = join(options.dataDir, 'logs');
  mkdirSync(logDir, { recursive: true });
  const fatalLines = watchLogs(logDir);
  try {
    await startAll(installation, options, { ...context, own: company?.own ?? [] });
  } catch (error) {
    throw explained(error, fatalLines());
  }
}

const COMPANYS =
  'This folder holds the data of a company, and the real orders do not belong there. Start it with --company DIR or --no-replay.';

interface CompanyContext extends StartContext {
  /** Departments of the company's own. */
  readonly own: readonly OwnDepartment[];
}

async function startAll(
  installation: Installation,
  options: StartOptions,
  { own, ...context }: CompanyContext,
): Promise<void> {
  const { dataDir, portBase } = options;
  const { screen, started } = context;
  screen.title(`cx-index ${VERSION}     data ${dataDir} (${installation.isNew ? 'new' : 'kept'})     Ctrl-C stops all`);
  const ports = portsFrom(portBase);
  const ownPorts = own.map((name, place) => ({ name, ports: ownPortsFrom(portBase, place) }));
  const apart = APART.map((name) => ({ name, ports: apartPortsFrom(portBase, name) }));
  const issuer = portBase + ISSUER_OFFSET;
  await needPorts(options, [
    ...Object.values(ports),
    ...ownPorts.map((one) => one.ports),
    ...apart.map((one) => one.ports),
    { grpc: issuer, http: portBase + REST_OFFSET },
  ]);

  const building = programs();
  building.catch(() => undefined); // it is awaited below
  const databases = await screen.step(
    `PostgreSQL 18 embedded, ${own.length === 0 ? 'eight' : SERVICES.length + own.length + APART.length} databases`,
    () =>
      startDatabases(dataDir, [...SERVICES, ...own, ...APART], (stop) => started.push({ name: 'PostgreSQL', stop })),
  );
  const kafkaBrokers = await brokers(dataDir, context);
  const listening = [
    ...SERVICES.map((name) => `${name} :${ports[name].grpc}`),
    ...ownPorts.map((one) => `${one.name} :${one.ports.grpc}`),
    ...apart.map((one) => `${one.name} :${one.ports.grpc}`),
  ];
  const running = await screen.step(listening.join('  '), async () =>
    startServices({
      programOf: await building,
      installation,
      ports,
      kafkaBrokers,
      logDir: join(dataDir, 'logs'),
      dataDir,
      issuerPort: portBase + ISSUER_OFFSET,
      restPort: portBase + REST_OFFSET,
      env: { CX_DATA_FOLDER: dataDir, CX_MIGRATE: 'wait' },
      databaseUrl: databases,
      own: ownPorts.map((one) => ({ ...one, databaseUrl: databases(one.name) })),
      apart: apartProcesses(dataDir, portBase, databases, calledHost()),
    }),
  );
  started.push({ name: 'services', stop: running.stop });
  reportEnds(running, context);
  const renewing = renewDaily(running.identity.renew, (error) =>
    screen.failed(`The certificates were not renewed: ${error instanceof Error ? error.message : error}`),
  );
  started.push({ name: 'renewal of certificates', stop: async () => renewing.stop() });
  const apartAddresses = apart.map(({ name, ports: { grpc } }) => [name, `${calledHost()}:${grpc}`]);
  askThisInstallation(dataDir, { ...running.addresses, ...Object.fromEntries(apartAddresses) });
  await prometheus(options, running, [...ownPorts, ...apart], context);
  screen.remark(
    `Every caller is proven: services by certificates in ${join(dataDir, 'tls')}, you by the demo issuer :${portBase + ISSUER_OFFSET}, which asks for no password. Not for production.`,
  );

  await publishDocuments(installation, options, running, { screen, own: ownPorts });
  if (options.replay) await replay({ dataDir, addresses: running.addresses, screen });
  if (options.close)
    await showClose({ dataDir, addresses: running.addresses, completeThrough: REPLAYED_THROUGH }, screen);
  await live(options, running, context);
  if (!options.once) printNext(options, running, screen);
}

async function showClose(demo: Demo, screen: Screen): Promise<void> {
  screen.line('');
  for (const line of await workedClose(demo)) screen.line(line);
}

/** Plays the simulated retailer: with --once until the present, else beside the services until they are stopped. */
async function live(options: StartOptions, { addresses }: RunningServices, context: StartContext): Promise<void> {
  if (options.live === undefined) return;
  const { dataDir, once } = options;
  const { speed } = options.live;
  const to = { ...context, dataDir, addresses };
  const kept = openLive(to, options.live);
  if (once) return playOnce(to, kept, speed);
  const playing = keepPlaying(to, kept, speed, false);
  context.started.push({ name: 'the retailer', stop: () => playing });
}

async function brokers(dataDir: string, { screen, started }: StartContext): Promise<string> {
  const given = process.env['KAFKA_BROKERS'] ?? '';
  if (given !== '' && given !== 'none') {
    screen.ok(`Kafka at ${given} (given by KAFKA_BROKERS)`);
    return given;
  }
  if (given === 'none') {
    screen.note('No Kafka (KAFKA_BROKERS=none): scoring fetches batches from their sources.');
    return '';
  }
  try {
    const downloaded = jarsAreCached() ? '' : '; jars downloaded, 44 MB';
    const kafka = await screen.step(`Apache Kafka 4.3.1 (KRaft, one node, loopback${downloaded})`, () =>
      startKafka({ dataDir: join(dataDir, 'kafka'), logFile: join(dataDir, 'logs/kafka.log') }),
    );
    started.push({ name: 'Kafka', stop: kafka.stop });
    return kafka.brokers;
  } catch (error) {
    screen.note(
      `No Kafka: ${error instanceof Error ? error.message : error}. Scoring fetches batches from their sources instead.`,
    );
    return '';
  }
}

async function prometheus(
  { dataDir, portBase }: StartOptions,
  running: RunningServices,
  own: readonly { readonly name: string; readonly ports: Ports['scoring'] }[],
  { screen, started }: StartContext,
): Promise<void> {
  const { startPrometheusIfThere } = await import('./prometheus-if-there.js');
  mkdirSync(join(dataDir, 'prometheus'), { recursive: true });
  const http = [
    ...SERVICES.map((name) => [name, running.ports[name].http]),
    ...own.map((one) => [one.name, one.ports.http]),
  ];
  const targets = Object.fromEntries(http.map(([name, port]) => [name, `${calledHost()}:${port}`]));
  const outcome = await startPrometheusIfThere({
    dataDir: join(dataDir, 'prometheus'),
    logFile: join(dataDir, 'logs/prometheus.log'),
    port: portBase + 200,
    targets,
    tls: running.identity.files(READER),
  });
  if (outcome.stop === undefined) return screen.note(outcome.says);
  started.push({ name: 'Prometheus', stop: outcome.stop });
  screen.ok(outcome.says);
}

/** A service that ends by itself is reported at once; the others go on. */
function reportEnds(running: RunningServices, { screen, isStopping }: StartContext): void {
  for (const child of [...running.children.values(), ...running.own.values(), ...running.apart.values()]) {
    child.ended.then((sentence) => {
      if (!isStopping()) screen.failed(sentence);
    });
  }
}
