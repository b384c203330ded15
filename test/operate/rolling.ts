import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '#deploy/local/children.js';
import { prepareRoles, rolesOf } from '#deploy/local/database-roles.js';
import { getText } from '#deploy/local/get-text.js';
import { startIdentity } from '#deploy/local/local-identity.js';
import { freePort } from '#deploy/local/ports.js';
import {
  addressesOf,
  type Ports,
  type ProgramOf,
  processOf,
  SERVICES,
  type ServiceName,
} from '#deploy/local/services.js';
import { knowInstallation } from '#test/stack/connection-to.js';
import { freshDatabase } from '#test/stack/database.js';
import { publishOlist } from '#test/stack/publish-olist.js';
import { type Ended, runProgram } from '#test/stack/run-cx.js';
import { TcpProxy } from '#test/stack/tcp-proxy.js';
import { until } from '#test/stack/until.js';

/** One process of a service, of some version. */
export interface Generation extends Child {
  /** The port of /readyz and /statusz. */
  readonly http: number;
  /** Whether /readyz answers 200, and what it answers. */
  readiness(): Promise<{ readonly status: number; readonly text: string }>;
}

export interface RollingOptions {
  /** Empty: the direct transport. */
  readonly kafkaBrokers: string;
  /** More settings of each service. */
  readonly env?: (name: ServiceName) => Readonly<Record<string, string>>;
}

const PASSWORDS = { migrator: 'cx', service: 'cx' };

/**
 * An installation whose processes are replaced one by one. Each service has a stable address, as it has behind a load balancer, and its
 * processes come and go behind it.
 */
export class RollingInstallation {
  readonly #started: Generation[] = [];
  readonly #behind = new Map<ServiceName, readonly (Generation & { readonly port: number })[]>();

  private constructor(
    readonly addresses: Readonly<Record<ServiceName, string>>,
    readonly dataDir: string,
    private readonly parts: Parts,
    private readonly options: RollingOptions,
  ) {}

  /** The databases are there and empty; no process runs yet. */
  static async open(options: RollingOptions): Promise<RollingInstallation> {
    const dataDir = mkdtempSync(join(tmpdir(), 'cx-rolling-'));
    const identity = await startIdentity({ dataDir, logDir: dataDir, port: await freePort(), names: SERVICES });
    const databases = new Map<ServiceName, OwnDatabase>();
    for (const service of SERVICES) {
      const { url, drop } = await freshDatabase(`rolling_${service}`);
      const urls = await prepareRoles({ service, adminUrl: url, passwords: PASSWORDS });
      databases.set(service, { ...urls, admin: url, drop });
      writeFileSync(join(dataDir, `${service}.password`), PASSWORDS.service, { mode: 0o600 });
    }
    const ports: [ServiceName, Ports[ServiceName]][] = [];
    const fronts = new Map<ServiceName, TcpProxy>();
    for (const name of SERVICES) {
      const port = await freePort();
      const front = new TcpProxy();
      await front.listen(port);
      ports.push([name, { grpc: port, http: 0 }]);
      fronts.set(name, front);
    }
    const own = { id: randomUUID(), caseKey: randomBytes(32).toString('hex') };
    const parts = { identity, databases, fronts, ports: Object.fromEntries(ports) as Ports, own };
    const addresses = addressesOf(parts.ports);
    knowInstallation(addresses, dataDir);
    await identity.ready;
    return new RollingInstallation(addresses, dataDir, parts, options);
  }

  databaseUrl(name: ServiceName): string {
    return this.#database(name).admin;
  }

  /** The address of a database as the role of the service, without the password, and the file that holds it. */
  login(name: ServiceName): { readonly address: string; readonly passwordFile: string } {
    const address = this.#database(name).service.replace(/:[^:@/]*@/, '@');
    return { address, passwordFile: join(this.dataDir, `${name}.password`) };
  }

  /** Migrates every database, starts every service, and publishes the rules of the real orders. */
  async startAll(programOf: ProgramOf, company?: string): Promise<void> {
    for (const name of SERVICES) {
      const { code, stdout } = await this.migrate(name, programOf);
      if (code !== 0) throw new Error(stdout);
    }
    await Promise.all(SERVICES.map((name) => this.start(name, programOf)));
    for (const name of SERVICES) {
      await until(() => this.isReady(name), 60);
      this.lead(name);
    }
    const { scoring, ...departments } = this.addresses;
    await publishOlist(scoring, Object.values(departments), company);
  }

  /** Whether the newest process of a service answers 200 at /readyz. */
  async isReady(name: ServiceName): Promise<boolean> {
    const answer = await this.newest(name)
      ?.readiness()
      .catch(() => undefined);
    return answer?.status === 200;
  }

  newest(name: ServiceName): Generation | undefined {
    return this.#behind.get(name)?.at(-1);
  }

  /** Runs `main.js migrate` of a version, as the role that owns the tables. */
  migrate(name: ServiceName, programOf: ProgramOf): Promise<Ended> {
    const { migrator, admin } = this.#database(name);
    const { service, readers } = rolesOf(admin);
    return runProgram(process.execPath, [programOf(name), 'migrate'], {
      CX_DATABASE_URL: migrator,
      CX_SERVICE_ROLE: service,
      ...(name === 'scoring' ? { CX_READER_ROLE: readers } : {}),
    });
  }

  /** Starts a process of that version beside those that run; the load balancer knows it when it is ready. */
  async start(name: ServiceName, programOf: ProgramOf): Promise<Generation> {
    const { identity, ports, own } = this.parts;
    const [grpc, http] = [await freePort(), await freePort()];
    const { address, passwordFile } = this.login(name);
    const options = {
      ...{ installation: own, ports, programOf, kafkaBrokers: this.options.kafkaBrokers },
      databaseUrl: () => address,
      env: {
        ...{ CX_DATABASE_PASSWORD_FILE: passwordFile, CX_MIGRATE: 'wait', CX_LINGER_MS: '500' },
        ...this.options.env?.(name),
      },
    };
    const { file, env } = processOf(name, options, identity);
    const child = startChild({
      name: `${name}-${this.#started.length}`,
      file,
      env: { ...env, CX_GRPC_PORT: String(grpc), CX_HTTP_PORT: String(http) },
      logDir: this.dataDir,
    });
    const readiness = () => getText(`https://127.0.0.1:${http}/readyz`, { ca: identity.authority });
    const generation = { ...child, readiness, port: grpc, http };
    this.#started.push(generation);
    this.#behind.set(name, [...(this.#behind.get(name) ?? []), generation]);
    return generation;
  }

  /** Lets the load balancer lead to every process of the service, old and new. */
  lead(name: ServiceName): void {
    this.#front(name).leadTo(...(this.#behind.get(name) ?? []).map(({ port }) => port));
  }

  /** Takes the oldest process of a service from the load balancer and stops it. */
  async retire(name: ServiceName): Promise<void> {
    const [oldest, ...others] = this.#behind.get(name) ?? [];
    this.#behind.set(name, others);
    this.lead(name);
    await oldest?.stop();
  }

  async end(): Promise<void> {
    const { identity, fronts, databases } = this.parts;
    await Promise.all(this.#started.map((generation) => generation.stop()));
    await identity.stop();
    for (const front of fronts.values()) await front.close();
    for (const { drop } of databases.values()) await drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  #database(name: ServiceName): OwnDatabase {
    return this.parts.databases.get(name) as OwnDatabase;
  }

  #front(name: ServiceName): TcpProxy {
    return this.parts.fronts.get(name) as TcpProxy;
  }
}

interface OwnDatabase {
  /** Addresses of the role that owns the tables, of the service, and of a superuser. */
  readonly migrator: string;
  readonly service: string;
  readonly admin: string;
  drop(): Promise<void>;
}

interface Parts {
  readonly identity: Awaited<ReturnType<typeof startIdentity>>;
  readonly databases: ReadonlyMap<ServiceName, OwnDatabase>;
  readonly fronts: ReadonlyMap<ServiceName, TcpProxy>;
  /** gRPC ports of the load balancers. */
  readonly ports: Ports;
  readonly own: { readonly id: string; readonly caseKey: string };
}
