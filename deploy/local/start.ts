import { chmodSync } from 'node:fs';
import { inUseText } from './folder-in-use.js';
import { FolderInUse, type FolderLock, lockFolder } from './folder-lock.js';
import { readOptions, START_HELP, type StartOptions } from './options.js';
import { startCommand } from './printed-commands.js';
import { endAll } from './processes.mjs';
import { killStarted, onStarted, startedProcesses } from './reaper.js';
import { Screen } from './screen.js';
import { addressesOf, ISSUER_OFFSET, portsFrom, REST_OFFSET } from './services.js';
import type { Started } from './start-everything.js';
import { onStopAsked } from './stop-signals.js';

const screen = new Screen(process.stdout);
/** In the order in which it was started; stopped in the reverse order. */
const started: Started[] = [];
let lock: FolderLock | undefined;
let isStopping = false;
let isEndingNow = false;

// Node.js warns of TLS to 127.0.0.1 (DEP0123), which is what a demo on one machine does.
process.noDeprecation = true;

process.exitCode = await main();

/** `npm start`: everything on this machine, the real orders through it, and a report of what came out. */
async function main(): Promise<number> {
  const options = understood(process.argv.slice(2));
  if (options === undefined) return 2;
  if (options.help) {
    screen.line(START_HELP);
    return 0;
  }
  onStopAsked({ stop: (exitCode) => void stopAndExit(exitCode), endNow: () => void endNow() });
  try {
    await takeFolder(options);
    const { startEverything } = await import('./start-everything.js'); // takes a second, which a refusal need not
    await startEverything(options, { screen, started, isStopping: () => isStopping });
    if (!options.once) await new Promise(() => undefined); // until it is asked to stop
    await stopAll();
    screen.line(`Done in ${screen.seconds} s, and everything has stopped. To serve:  ${startCommand(options)}`);
    return 0;
  } catch (error) {
    if (isStopping) return new Promise(() => undefined); // `stopAndExit` leaves the process
    if (error instanceof FolderInUse) for (const line of inUseText(error.running, options)) screen.line(line);
    else screen.failed(error instanceof Error ? error.message : String(error));
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

/** From here on nothing else starts from the data folder. What a killed start left running is ended first. */
async function takeFolder({ dataDir, portBase }: StartOptions): Promise<void> {
  const ports = portsFrom(portBase);
  const numbers = [
    ...Object.values(ports).flatMap(({ grpc, http }) => [grpc, http]),
    portBase + 200,
    portBase + ISSUER_OFFSET,
    portBase + REST_OFFSET,
  ];
  lock = lockFolder(dataDir, { ports: numbers, addresses: addressesOf(ports) });
  if (process.getuid?.() === 0) chmodSync(dataDir, 0o755); // PostgreSQL then runs as a user of its own
  const { leftovers, note } = lock;
  onStarted(note);
  if (leftovers.length === 0) return;
  const names = leftovers.map(({ name }) => name).join(', ');
  const still = await endAll(leftovers);
  if (still.length > 0) {
    const command = `kill -9 ${still.map(({ pid }) => pid).join(' ')}`;
    throw new Error(`An earlier start left ${names} running, under another user. End them first: ${command}`);
  }
  screen.remark(`An earlier start was killed and left ${names} running. They have been ended.`);
}

async function stopAndExit(exitCode: number): Promise<void> {
  screen.line('Stopping ... Ctrl-C again ends everything at once.');
  await stopAll();
  process.exit(isEndingNow ? 1 : exitCode);
}

async function stopAll(): Promise<void> {
  isStopping = true;
  for (const { name, stop } of started.splice(0).reverse()) {
    await stop().catch((error: unknown) => screen.failed(`${name} did not stop: ${error}`));
  }
  // What was still starting has no `stop` yet.
  await endAll(startedProcesses());
  lock?.release();
}

/** What is killed loses nothing: PostgreSQL and Kafka recover at the next start. */
async function endNow(): Promise<void> {
  isEndingNow = true;
  killStarted();
  await endAll(startedProcesses());
  lock?.release();
  process.exit(1);
}
