import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { cacheDir } from './cache.js';
import { classArchive } from './class-archive.js';
import { endChild } from './end-child.js';
import { freePort, isFree } from './ports.js';
import { endWithUs } from './reaper.js';

/** A running Apache Kafka broker of our own. */
export interface LocalKafka {
  /** "127.0.0.1:9092" */
  readonly brokers: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
  /** For fault tests: dies at once, and leaves its files as they are. */
  kill(): Promise<void>;
}

export interface LocalKafkaOptions {
  /** Kept from start to start. */
  readonly dataDir: string;
  /** Default: broker.log in the data folder. */
  readonly logFile?: string;
  /** Unset: any free one. */
  readonly port?: number;
  /** Added to deploy/kafka/server.properties, and stronger than it: { 'min.insync.replicas': '2' }. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Users for SCRAM, made when the empty log folder gets its cluster id: "SCRAM-SHA-512=[name=cx,password=...]". */
  readonly scramUsers?: readonly string[];
  /** How this process reaches the port, when that listener has TLS or a login. */
  readonly client?: Pick<KafkaConfig, 'ssl' | 'sasl'>;
  readonly onProgress?: (line: string) => void;
}

const VERSION = '4.3.1';
const run = promisify(execFile);

/**
 * Starts one real broker from the jars of deploy/kafka/pom.xml, fetched once with Maven and kept in the user's cache.
 *
 * @throws {Error} with one sentence: no Java, no Maven, no jars, port taken, disk full
 */
export async function startKafka(options: LocalKafkaOptions): Promise<LocalKafka> {
  const { dataDir, port, settings = {}, onProgress = () => {}, logFile = join(dataDir, 'broker.log') } = options;
  await needJava();
  const libs = await ensureJars(onProgress);
  const chosen = port ?? (await freePort());
  if (!(await isFree(chosen))) throw new Error(`port ${chosen} for Kafka is taken; choose others with CX_PORT_BASE`);
  mkdirSync(dataDir, { recursive: true });
  const config = await writeConfig(dataDir, chosen, settings);
  const archive = classArchive(libs);
  await format([...archive.read, '-cp', `${libs}/*`], dataDir, config, options.scramUsers ?? []);
  const child = launch([...archive.use, '-cp', `${libs}/*`], logFile, config);
  const brokers = `127.0.0.1:${chosen}`;
  await untilAnswering(child, { ...options.client, brokers: [brokers] }, logFile);
  return {
    brokers,
    port: chosen,
    pid: child.pid ?? 0,
    stop: async () => {
      await endChild(child, ['SIGTERM', archive.stopWithinMs]);
      if (child.exitCode !== null) archive.keep();
    },
    kill: () => endChild(child),
  };
}

/** Whether the jars are there already, so that a start needs no download. */
export function jarsAreCached(): boolean {
  return existsSync(join(kafkaJars(), 'complete'));
}

/** Where its jars are, once they were fetched. */
export function kafkaJars(): string {
  return cacheDir(`kafka-${VERSION}`);
}

async function needJava(): Promise<void> {
  try {
    const { stderr } = await run('java', ['-version']);
    const major = Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
    if (major < 17) throw new Error(`Kafka ${VERSION} needs Java 17, this machine has ${major}`);
  } catch (error) {
    throw isMissing(error)
      ? new Error(`Kafka ${VERSION} needs Java 17, and no java is on the PATH`, { cause: error })
      : error;
  }
}

async function ensureJars(onProgress: (line: string) => void): Promise<string> {
  const libs = kafkaJars();
  if (jarsAreCached()) return libs;
  onProgress('fetching the jars of Apache Kafka once (44 MB)');
  const fetching = `${libs}.${process.pid}`;
  const pom = join(import.meta.dirname, '../kafka/pom.xml');
  try {
    await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${fetching}`], {
      timeout: 300_000,
    });
  } catch (error) {
    rmSync(fetching, { recursive: true, force: true });
    const why = isMissing(error) ? 'no mvn is on the PATH' : `Maven could not fetch them: ${firstLine(error)}`;
    throw new Error(`the jars of Kafka ${VERSION} are not here, and ${why}`, { cause: error });
  }
  writeFileSync(join(fetching, 'complete'), VERSION);
  // Whole or not at all: two starts at once both fetch, and one of them wins.
  if (jarsAreCached()) rmSync(fetching, { recursive: true, force: true });
  else {
    rmSync(libs, { recursive: true, force: true });
    renameSync(fetching, libs);
  }
  return libs;
}

async function writeConfig(dataDir: string, port: number, settings: Readonly<Record<string, string>>): Promise<string> {
  const template = readFileSync(join(import.meta.dirname, '../kafka/server.properties'), 'utf8');
  const config = join(dataDir, 'server.properties');
  const controller = await freePort();
  const values: Readonly<Record<string, string>> = {
    port: String(port),
    controller: String(controller),
    data: join(dataDir, 'log'),
  };
  const filled = template.replace(/\{(port|controller|data)\}/g, (_, name: string) => values[name] ?? '');
  const added = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  writeFileSync(config, `${filled}\n${added.join('\n')}\n`); // of two lines with one name, Java takes the last
  return config;
}

/** Gives an empty log folder its cluster id; a folder that has one is left as it is. */
async function format(
  java: readonly string[],
  dataDir: string,
  config: string,
  users: readonly string[],
): Promise<void> {
  if (existsSync(join(dataDir, 'log', 'meta.properties'))) return;
  const clusterId = 'cx-index-local-cluster';
  const scram = users.flatMap((user) => ['--add-scram', user]);
  const tool = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', config];
  await run('java', [...JVM, ...java, ...tool, ...scram]);
}

const JVM = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];

function launch(java: readonly string[], logFile: string, config: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const args = [...JVM, ...java, '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', 'kafka.Kafka', config];
  const child = spawn('java', args, { stdio: ['ignore', log, log], detached: true });
  endWithUs(child, 'Kafka');
  return child;
}

async function untilAnswering(child: ChildProcess, client: KafkaConfig, log: string): Promise<void> {
  const kafka = new Kafka({
    ...client,
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
    connectionTimeout: 500,
  });
  for (let waited = 0; waited < 600; waited++) {
    if (child.exitCode !== null) throw new Error(`Kafka ended while it was starting: ${lastWords(log)}`);
    const admin = kafka.admin();
    try {
      await admin.connect();
      const { brokers: known } = await admin.describeCluster();
      if (known.length > 0) return;
    } catch {
      // not yet
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`Kafka did not answer within a minute: ${lastWords(log)}`);
}

function lastWords(log: string): string {
  const text = readFileSync(log, 'utf8');
  if (/No space left/.test(text)) return 'the disk is full';
  const lines = text.trim().split('\n');
  return lines.filter((line) => /ERROR|FATAL|Exception/.test(line)).at(-1) ?? lines.at(-1) ?? 'its log is empty';
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function firstLine(error: unknown): string {
  const text = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  return text.trim().split('\n')[0] ?? '';
}
