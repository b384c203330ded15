import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type LocalKafka, startKafka } from '#deploy/local/kafka.js';
import { type LocalIdentity, startIdentity } from '#deploy/local/local-identity.js';
import { freePort } from '#deploy/local/ports.js';
import { startPostgres } from '#deploy/local/postgres.js';
import { builtPrograms } from '#deploy/local/programs.js';
import {
  addressesOf,
  type Ports,
  type ProgramOf,
  processOf,
  SERVICES,
  type ServiceName,
} from '#deploy/local/services.js';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import type { Day } from '#libs/domain/time.js';
import type { Random } from '#test/simulation/random.js';
import { knowInstallation } from '#test/stack/connection-to.js';
import { publishOlist } from '#test/stack/publish-olist.js';
import { freePair, freePorts } from '#test/stack/service-ports.js';
import { Cluster } from './cluster.js';
import { Publishing } from './documents.js';
import { Supervised } from './processes.js';

/** Thrown if this machine has no Kafka, with the reason. */
export class NoKafka extends Error {}

/**
 * A whole installation of real processes, each service with its own PostgreSQL, and a real Kafka. Every service runs as two
 * processes, so that there are always two relays, two sweeps and two readers of each shard.
 */
export class ChaosWorld {
  readonly clusters = new Map<ServiceName, Cluster>();
  readonly processes: Supervised[] = [];
  /** The intervals that restores lost, for each service. */
  readonly forgotten: { readonly name: ServiceName; readonly since: number; readonly until: number }[] = [];
  #kafka: LocalKafka | undefined;
  #identity: LocalIdentity | undefined;
  #publishing: Publishing | undefined;
  readonly #installation = { id: randomUUID(), caseKey: randomBytes(32).toString('hex') };
  readonly #folder: string;

  private constructor(
    private readonly kafkaPort: number,
    private readonly ports: Ports,
    private readonly twinPorts: Ports,
    private readonly programOf: ProgramOf,
  ) {
    this.#folder = mkdtempSync(join(tmpdir(), 'cx-chaos-'));
    chmodSync(this.#folder, 0o755); // as root, PostgreSQL runs as a user of its own
  }

  static async start(): Promise<ChaosWorld> {
    const programOf = await builtPrograms();
    const world = new ChaosWorld(await freePort(), await freePorts(), await freePorts(), programOf);
    try {
      await world.#startClusters();
      await world.startKafka().catch((error: unknown) => {
        throw new NoKafka(error instanceof Error ? error.message : String(error));
      });
      await world.#startProcesses();
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  /** @throws {Error} before the processes were started */
  get identity(): LocalIdentity {
    if (this.#identity === undefined) throw new Error('nothing has started yet');
    return this.#identity;
  }

  get addresses() {
    return addressesOf(this.ports);
  }

  /** Begins to publish documents. @param from  the first day whose limits change */
  publishFrom(from: Day): Publishing {
    this.#publishing = new Publishing(
      this.replicas.map(({ scoring }) => scoring),
      from,
    );
    return this.#publishing;
  }

  /** Publishes the next document; nothing if this run publishes none. */
  async publishNext(): Promise<void> {
    await this.#publishing?.publishNext();
  }

  /** How this installation names the case of an order. */
  refOf(orderId: string): Buffer {
    return caseRef(Buffer.from(this.#installation.caseKey, 'hex'), 'order', orderId);
  }

  get brokers(): string {
    return `127.0.0.1:${this.kafkaPort}`;
  }

  /** The addresses of the two processes of every service. */
  get replicas() {
    return [this.addresses, addressesOf(this.twinPorts)];
  }

  /** The initialised files of an empty server. */
  get #template(): string {
    return join(this.#folder, 'template');
  }

  get logDir(): string {
    return join(this.#folder, 'logs');
  }

  cluster(name: ServiceName): Cluster {
    const cluster = this.clusters.get(name);
    if (cluster === undefined) throw new Error(`there is no cluster of ${name}`);
    return cluster;
  }

  backupFolder(name: string): string {
    mkdirSync(join(this.#folder, 'backups'), { recursive: true });
    return join(this.#folder, 'backups', name);
  }

  /** The disk of a department and its backups are gone: it starts on an empty database, with CX_DATABASE_LOST. */
  async lose(name: ServiceName): Promise<void> {
    const processes = this.processes.filter(({ service }) => service === name);
    for (const one of processes) one.hold();
    await this.cluster(name).restoreFrom(this.#template);
    this.cluster(name).backedUpAt = undefined;
    this.forgotten.push({ name, since: 0, until: Date.now() });
    for (const one of processes) {
      one.tell({ CX_DATABASE_LOST: 'yes' });
      one.release();
    }
  }

  /**
   * Copies the database of a service and starts the copy beside it with a process of its own, as when a snapshot of a machine is
   * started by mistake. From then on both seal, publish and read.
   *
   * @returns ends the copy; the original's database must then be restarted, so that its next epoch names its own last batch
   */
  async fork(name: ServiceName): Promise<() => Promise<void>> {
    const dataDir = join(this.#folder, `copy-of-${name}`);
    await this.cluster(name).copyTo(dataDir);
    const copy = new Cluster(name, dataDir, await freePort(), await freePort());
    await copy.start();
    await copy.proxy.listen(copy.proxyPort);
    const process = this.#supervised(`${name}, copy`, name, await freePair(), copy.url);
    return async () => {
      process.kill();
      await process.close();
      await copy.stop();
      rmSync(dataDir, { recursive: true, force: true });
    };
  }

  async startKafka(): Promise<void> {
    this.#kafka = await startKafka({ dataDir: join(this.#folder, 'kafka'), port: this.kafkaPort });
  }

  async killKafka(): Promise<void> {
    await this.#kafka?.kill();
  }

  freezeKafka(isFrozen: boolean): void {
    if (this.#kafka !== undefined) process.kill(this.#kafka.pid, isFrozen ? 'SIGSTOP' : 'SIGCONT');
  }

  /** Deletes the disk of a stopped Kafka. */
  emptyKafka(): void {
    rmSync(join(this.#folder, 'kafka', 'log'), { recursive: true, force: true });
  }

  /** Cuts the last records of some partitions from the disk of a stopped Kafka. Returns the number of bytes. */
  cutLogTails(random: Random): number {
    const log = join(this.#folder, 'kafka', 'log');
    let gone = 0;
    for (const partition of readdirSync(log).filter((name) => name.startsWith('cx.') && random.chance(0.5))) {
      const segments = readdirSync(join(log, partition)).filter((name) => name.endsWith('.log'));
      const newest = segments.sort().at(-1);
      if (newest === undefined) continue;
      const file = join(log, partition, newest);
      const { size } = statSync(file);
      const kept = Math.floor(size * random.next());
      truncateSync(file, kept);
      gone += size - kept;
    }
    return gone;
  }

  /** The number of chunks that scoring has committed; undefined while its database does not answer. */
  async applied(): Promise<bigint | undefined> {
    const client = new pg.Client({
      connectionString: this.cluster('scoring').directUrl,
      connectionTimeoutMillis: 1_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ version: string }>('select sum(version)::text as version from shard');
      return BigInt(rows[0]?.version ?? 0);
    } catch {
      return undefined;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async untilAllReady(): Promise<void> {
    for (let waited = 0; waited < 600; waited++) {
      if ((await Promise.all(this.processes.map((one) => one.isReady()))).every(Boolean)) return;
      await new Promise((next) => setTimeout(next, 200));
    }
    throw new Error('not every process became ready within two minutes');
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.close()));
    await this.#identity?.stop();
    await this.#kafka?.kill();
    await Promise.all([...this.clusters.values()].map((cluster) => cluster.stop()));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Initialised once and copied, because six initialisations take half a minute. */
  async #startClusters(): Promise<void> {
    await (await startPostgres({ dataDir: this.#template, databases: [] })).stop();
    for (const name of SERVICES) {
      const dataDir = join(this.#folder, `postgres-${name}`);
      execFileSync('cp', ['-a', this.#template, dataDir]);
      const cluster = new Cluster(name, dataDir, await freePort(), await freePort());
      await cluster.start();
      await cluster.proxy.listen(cluster.proxyPort);
      this.clusters.set(name, cluster);
    }
  }

  async #startProcesses(): Promise<void> {
    mkdirSync(this.logDir, { recursive: true });
    const port = await freePort();
    this.#identity = await startIdentity({ dataDir: this.logDir, logDir: this.logDir, port, names: SERVICES });
    await this.#identity.ready;
    for (const ports of [this.ports, this.twinPorts]) knowInstallation(addressesOf(ports), this.logDir);
    const start = (name: string, service: ServiceName, own: Ports[ServiceName]) =>
      this.processes.push(this.#supervised(name, service, own, this.cluster(service).url));
    for (const name of SERVICES) start(name, name, this.ports[name]);
    await this.untilAllReady();
    const { scoring, ...departments } = addressesOf(this.ports);
    await publishOlist(scoring, Object.values(departments));
    for (const name of SERVICES) start(`${name}, twin`, name, this.twinPorts[name]);
    await this.untilAllReady();
  }

  #supervised(name: string, service: ServiceName, own: Ports[ServiceName], databaseUrl: string): Supervised {
    const { file, env } = processOf(
      service,
      {
        ...{ installation: this.#installation, ports: this.ports },
        ...{ databaseUrl: () => databaseUrl, kafkaBrokers: this.brokers, programOf: this.programOf },
        env: { CX_MIGRATE: 'wait' },
      },
      this.identity,
    );
    const ownEnv = { ...env, CX_GRPC_PORT: String(own.grpc), CX_HTTP_PORT: String(own.http) };
    const supervised = new Supervised(name, service, {
      file,
      env: ownEnv,
      logDir: this.logDir,
      ca: this.identity.authority,
    });
    supervised.start();
    return supervised;
  }
}
