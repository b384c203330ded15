import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { prepareDatabase } from '#deploy/local/database-roles.js';
import { type LocalPostgres, startPostgres } from '#deploy/local/postgres.js';
import type { ServiceName } from '#deploy/local/services.js';
import { TcpProxy } from '#test/stack/tcp-proxy.js';

/** The PostgreSQL of one service, with its own files, behind a proxy, and with fsync. */
export class Cluster {
  readonly proxy: TcpProxy;
  /** When the newest backup was begun; undefined if there is none. */
  backedUpAt: number | undefined;
  #server: LocalPostgres | undefined;
  #serviceUrl = '';
  #free: Promise<unknown> = Promise.resolve();

  /** @param dataDir  an initialised folder */
  constructor(
    readonly name: ServiceName,
    private readonly dataDir: string,
    private readonly port: number,
    readonly proxyPort: number,
  ) {
    this.proxy = new TcpProxy(port);
  }

  async start(): Promise<void> {
    const settings = { max_wal_size: '96MB', shared_buffers: '48MB' };
    for (let attempt = 1; ; attempt++) {
      try {
        this.#server = await startPostgres({
          dataDir: this.dataDir,
          port: this.port,
          databases: [this.name],
          settings,
        });
        // Also when the files are those of an empty server: then its roles and tables are made anew.
        this.#serviceUrl = await prepareDatabase({
          ...{ service: this.name, adminUrl: this.directUrl },
          passwords: { migrator: 'cx', service: 'cx' },
        });
        return;
      } catch (error) {
        if (attempt === 5) throw error;
        await pause(500);
      }
    }
  }

  /** The URL by which its service connects: through the proxy, with the role that has the least privileges. */
  get url(): string {
    return this.#serviceUrl.replace(`:${this.port}/`, `:${this.proxyPort}/`);
  }

  /** As a superuser. */
  get directUrl(): string {
    return this.#server?.url(this.name) ?? '';
  }

  /** Immediate shutdown, as after a power cut: open transactions are lost, and the next start recovers from the log. */
  async crash(): Promise<void> {
    await this.#end('SIGQUIT');
  }

  /** Faults of one server run one after the other. */
  alone<T>(what: () => Promise<T>): Promise<T> {
    const done = this.#free.then(what);
    this.#free = done.catch(() => undefined);
    return done;
  }

  /** Crashes and starts again. */
  async bounce(): Promise<void> {
    await this.crash();
    await this.start();
  }

  async backUpTo(folder: string): Promise<void> {
    const at = Date.now();
    await this.copyTo(folder);
    this.backedUpAt = at;
  }

  /** Copies the files of a crashed server, as a file-system snapshot would. */
  async copyTo(folder: string): Promise<void> {
    await this.crash();
    rmSync(folder, { recursive: true, force: true });
    execFileSync('cp', ['-a', this.dataDir, folder]);
    await this.start();
  }

  /** Restores the backup: everything since is lost. */
  async restoreFrom(folder: string): Promise<void> {
    await this.crash();
    rmSync(this.dataDir, { recursive: true, force: true });
    execFileSync('cp', ['-a', folder, this.dataDir]);
    await this.start();
  }

  async stop(): Promise<void> {
    await this.proxy.close();
    await this.#end('SIGINT');
  }

  async #end(signal: 'SIGQUIT' | 'SIGINT'): Promise<void> {
    const file = join(this.dataDir, 'postmaster.pid');
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
    if (!(pid > 0) || !isAlive(pid)) return;
    process.kill(pid, signal);
    for (let waited = 0; isAlive(pid); waited += 20) {
      if (waited > 20_000) process.kill(pid, 'SIGKILL');
      await pause(20);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie has ended and waits only for its parent to collect its exit code.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
