import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calledHost } from './host.js';
import { openInstallation } from './installation.js';
import { jarsAreCached, startKafka } from './kafka.js';
import { readOptions, START_HELP, type StartOptions } from './options.js';
import { isFree } from './ports.js';
import { startPostgres } from './postgres.js';
import { replay } from './replay.js';
import { Screen } from './screen.js';
import { portsFrom, type RunningServices, SERVICES, startServices } from './services.js';

/** What was started, to be stopped in the reverse order. */
const started: { readonly name: string; readonly stop: () => Promise<void> }[] = [];
const screen = new Screen(process.stdout);
let isStopping = false;

process.exitCode = await main();

/** `npm start`: everything on this machine, the real orders through it, and what came out. */
async function main(): Promise<number> {
  const options = understood(process.argv.slice(2));
  if (options === undefined) return 2;
  if (options.help) {
    console.log(START_HELP);
    return 0;
  }
  process.on('SIGINT', () => void end(130));
  process.on('SIGTERM', () => void end(143));
  try {
    await run(options);
    if (options.once) await stopAll();
    else await new Promise(() => undefined); // until Ctrl-C
    return 0;
  } catch (error) {
    if (isStopping) return new Promise(() => undefined); // `end` leaves the process
    screen.failed(error instanceof Error ? error.message : String(error));
    await stopAll();
    return 1;
  }
}

function understood(words: readonly string[]): StartOptions | undefined {
  try {
    return readOptions(words, process.env);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${START_HELP}`);
    return undefined;
  }
}

async function run(options: StartOptions): Promise<void> {
  const { dataDir } = options;
  const installation = openInstallation(dataDir, options.fresh);
  chmodSync(dataDir, 0o755); // as root, PostgreSQL runs as a user of its own
  screen.title(`cx-index 0.1.0     data ${dataDir} (${installation.isNew ? 'new' : 'kept'})     Ctrl-C stops all`);
  const base = Number(process.env['CX_PORT_BASE'] ?? 7100);
  await needPorts(base);

  const postgres = await screen.step('PostgreSQL 18 embedded, six databases', () =>
    startPostgres({ dataDir: join(dataDir, 'postgres'), databases: SERVICES.map((name) => `cx_${name}`) }),
  );
  started.push({ name: 'PostgreSQL', stop: postgres.stop });
  const kafkaBrokers = await brokers(dataDir);
  const ports = portsFrom(base);
  const running = await screen.step(SERVICES.map((name) => `${name} :${ports[name].grpc}`).join('  '), () =>
    startServices({
      installation,
      ports,
      kafkaBrokers,
      logDir: join(dataDir, 'logs'),
      databaseUrl: (name) => postgres.url(`cx_${name}`),
    }),
  );
  started.push({ name: 'services', stop: running.stop });
  watch(running);
  writeFileSync(join(dataDir, 'addresses.json'), JSON.stringify(running.addresses));
  process.env['CX_DATA'] = dataDir;
  await prometheus(dataDir, base, running);
  screen.remark('Loopback only, no sign-in: who calls is not proven yet. Not for production.');

  if (options.replay) await replay({ dataDir, addresses: running.addresses, screen });
  screen.nextCommands(running.addresses.scoring, ports.scoring.http);
}

async function needPorts(base: number): Promise<void> {
  for (const { grpc, http } of Object.values(portsFrom(base))) {
    for (const port of [grpc, http]) {
      if (!(await isFree(port)))
        throw new Error(
          `Port ${port} is taken. Stop what listens there, or choose others: CX_PORT_BASE=8100 npm start`,
        );
    }
  }
}

async function brokers(dataDir: string): Promise<string> {
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
      startKafka({ dataDir: join(dataDir, 'kafka') }),
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

async function prometheus(dataDir: string, base: number, running: RunningServices): Promise<void> {
  const { startPrometheusIfThere } = await import('./prometheus-if-there.js');
  mkdirSync(join(dataDir, 'prometheus'), { recursive: true });
  const port = base + 200;
  const targets = Object.fromEntries(SERVICES.map((name) => [name, `${calledHost()}:${running.ports[name].http}`]));
  const outcome = await startPrometheusIfThere({ dataDir: join(dataDir, 'prometheus'), port, targets });
  if (outcome.stop === undefined) return screen.note(outcome.says);
  started.push({ name: 'Prometheus', stop: outcome.stop });
  screen.ok(outcome.says);
}

/** A service that ends by itself is said at once; the others go on. */
function watch(running: RunningServices): void {
  for (const child of running.children.values()) {
    child.ended.then((words) => {
      if (!isStopping) screen.failed(words);
    });
  }
}

async function end(code: number): Promise<void> {
  if (isStopping) process.exit(code); // the second Ctrl-C does not wait
  screen.line('Stopping ...');
  await stopAll();
  process.exit(code === 130 ? 0 : code);
}

async function stopAll(): Promise<void> {
  isStopping = true;
  for (const { name, stop } of started.splice(0).reverse()) {
    await stop().catch((error: unknown) => screen.failed(`${name} did not stop: ${error}`));
  }
}
