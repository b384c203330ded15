import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { cacheDir } from '#deploy/local/cache.js';
import { Random } from '#test/simulation/random.js';
import { compare } from './apply.js';
import type { SingleTopic } from './singles.js';
import type { BenchWorld } from './world.js';

const run = promisify(execFile);

/** Other systems that count the same observations into the same PostgreSQL, each observation a record of its own. */
export interface Peer {
  readonly name: string;
  /** The number of observations: slow peers get fewer. */
  readonly observations: (all: number) => number;
  /** The peer reads our sealed batches, not records of one observation. */
  readonly isPacked?: true;
  readonly command: (place: PeerPlace) => readonly string[];
}

interface PeerPlace {
  readonly brokers: string;
  readonly url: string;
  readonly topic: string;
  readonly partitions: number;
  readonly total: number;
  readonly folder: string;
  readonly classes: string;
}

export interface PeerResult {
  readonly name: string;
  readonly observations: number;
  readonly seconds: number;
  readonly transactions: number;
  readonly longestTransactionMs: number;
}

const jdbc = (url: string) => {
  const { username, password, host, pathname } = new URL(url);
  return `jdbc:postgresql://${host}${pathname}?user=${username}&password=${password}`;
};
const kafkajs = ({ brokers, url, topic, total }: PeerPlace, mode: string) => [
  process.execPath,
  ...['--import', 'tsx', join(import.meta.dirname, 'peers/kafkajs-peers.ts'), mode, brokers, url, topic, String(total)],
];

export const PEERS: readonly Peer[] = [
  {
    name: 'kafkajs, a transaction for each message',
    observations: (all) => Math.min(all, 20_000),
    command: (place) => kafkajs(place, 'message'),
  },
  {
    name: 'kafkajs, a transaction for each fetch, table of ids',
    observations: (all) => Math.min(all, 500_000),
    command: (place) => kafkajs(place, 'batch'),
  },
  {
    name: 'Kafka Streams, exactly once v2, commit 1 s',
    observations: (all) => Math.min(all, 1_000_000),
    command: ({ brokers, url, topic, total, folder, classes }) =>
      java(classes, 'StreamsPeer', brokers, jdbc(url), topic, folder, String(total)),
  },
  {
    name: 'plain Java consumer, offsets in PostgreSQL',
    observations: (all) => all,
    command: (place) => plainJava(place, 'counts', 'single'),
  },
  {
    name: 'plain Java consumer that archives as well',
    observations: (all) => all,
    command: (place) => plainJava(place, 'archive', 'single'),
  },
  {
    name: 'kafkajs, a transaction for each fetch, fed our batches',
    ...{ observations: (all) => all, isPacked: true },
    command: (place) => kafkajs(place, 'packed'),
  },
  {
    name: 'plain Java consumer, fed our batches',
    ...{ observations: (all) => all, isPacked: true },
    command: (place) => plainJava(place, 'counts', 'packed'),
  },
  {
    name: 'plain Java consumer that archives as well, fed our batches',
    ...{ observations: (all) => all, isPacked: true },
    command: (place) => plainJava(place, 'archive', 'packed'),
  },
];

function plainJava({ brokers, url, topic, partitions, total, classes }: PeerPlace, ...modes: readonly string[]) {
  const counts = [String(partitions), String(total), '250000'];
  return java(classes, 'PlainConsumer', brokers, jdbc(url), topic, ...counts, ...modes);
}

function java(classes: string, main: string, ...args: readonly string[]): readonly string[] {
  return ['java', '-Xmx1g', '-cp', `${classes}:${classes}/libs/*`, main, ...args];
}

/** Fetches the jars of the Java peers once, and compiles them. */
export async function compilePeers(): Promise<string> {
  const folder = cacheDir('bench-peers');
  const sources = join(import.meta.dirname, 'peers');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'libs', 'complete'))) {
    const target = `-DoutputDirectory=${join(folder, 'libs')}`;
    await run('mvn', ['-q', '-B', '-f', join(sources, 'pom.xml'), 'dependency:copy-dependencies', target]);
    mkdirSync(join(folder, 'libs', 'complete'));
  }
  const files = ['PlainConsumer.java', 'StreamsPeer.java'].map((file) => join(sources, file));
  await run('javac', ['-d', folder, '-cp', `${folder}/libs/*`, ...files]);
  return folder;
}

/** One timed run, whose counts must equal the load. */
export async function runPeer(world: BenchWorld, peer: Peer, topic: SingleTopic, classes: string): Promise<PeerResult> {
  const folder = mkdtempSync(join(tmpdir(), 'cx-peer-'));
  const { url, drop } = await world.database();
  try {
    await prepare(url);
    const { topic: name, partitions, observations: total } = topic;
    const place = { brokers: world.brokers, topic: name, partitions, total, classes };
    const [command = '', ...args] = peer.command({ ...place, url, folder });
    const { stdout } = await run(command, args, { maxBuffer: 1e8, timeout: 600_000 });
    const timed = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Omit<PeerResult, 'name'>;
    await check(url, topic);
    return { ...timed, name: peer.name, observations: topic.observations };
  } finally {
    await drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A run with five kills at random moments. Returns what is wrong with the counts. */
export async function killPeer(
  world: BenchWorld,
  peer: Peer,
  topic: SingleTopic,
  classes: string,
): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'cx-peer-'));
  const { url, drop } = await world.database();
  const random = new Random(7);
  try {
    await prepare(url);
    const { topic: name, partitions, observations: total } = topic;
    const place = { brokers: world.brokers, topic: name, partitions, total, classes };
    const [command = '', ...args] = peer.command({ ...place, url, folder });
    for (let kill = 0; kill < 5; kill++) {
      const child = spawn(command, args, { stdio: 'ignore' });
      await pause(1_500 + random.below(2_500));
      await end(child);
    }
    const last = spawn(command, args, { stdio: 'ignore' });
    const fault = await untilRight(url, topic);
    await end(last);
    return fault;
  } finally {
    await drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilRight(url: string, topic: SingleTopic): Promise<string | undefined> {
  for (const began = performance.now(); ; await pause(500)) {
    try {
      await check(url, topic);
      return undefined;
    } catch (error) {
      if (performance.now() - began > 120_000) return error instanceof Error ? error.message : String(error);
    }
  }
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGKILL');
  });
}

async function prepare(url: string): Promise<void> {
  await asClient(url, (client) =>
    client.query(`create table counted (key text primary key, hits bigint not null, misses bigint not null) with (fillfactor = 60);
                  create table consumed (partition integer primary key, next bigint not null);
                  create table seen (id text primary key);
                  create table archived (partition integer, through bigint, bytes bytea);
                  alter table archived alter bytes set storage external`),
  );
}

async function check(url: string, { expected }: SingleTopic): Promise<void> {
  const { rows } = await asClient(url, (client) =>
    client.query<{ key: string; hits: string; misses: string }>('select key, hits, misses from counted'),
  );
  compare(
    rows.map(({ key, hits, misses }) => [key, Number(hits), Number(misses)] as const),
    expected,
  );
}

async function asClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
