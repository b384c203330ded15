import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { TlsFileNames } from '#libs/tls/tls-files.js';
import { cacheDir } from './cache.js';
import { endChild } from './end-child.js';
import { isFree } from './ports.js';
import { endWithUs } from './reaper.js';

/** Where a real Prometheus is on this machine. */
export interface PrometheusBinaries {
  readonly prometheus: string;
  readonly promtool: string;
}

const run = promisify(execFile);

/**
 * Finds Prometheus on the PATH, or unpacks Debian's package into the user's cache, which needs no root and installs nothing.
 *
 * @returns the binaries, or in one sentence why there are none
 */
export async function findPrometheus(): Promise<PrometheusBinaries | { readonly reason: string }> {
  const onPath = await run('sh', ['-c', 'command -v prometheus promtool']).catch(() => undefined);
  const [prometheus, promtool] = onPath?.stdout.trim().split('\n') ?? [];
  if (prometheus !== undefined && promtool !== undefined) return { prometheus, promtool };
  const unpacked = binariesIn(cacheDir('prometheus'));
  if (existsSync(unpacked.promtool)) return unpacked;
  return unpack();
}

function binariesIn(folder: string): PrometheusBinaries {
  const bin = join(folder, 'usr/bin');
  return { prometheus: join(bin, 'prometheus'), promtool: join(bin, 'promtool') };
}

async function unpack(): Promise<PrometheusBinaries | { readonly reason: string }> {
  const target = cacheDir('prometheus');
  const folder = `${target}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    await download(folder);
    const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
    if (file === undefined) return { reason: 'the package prometheus was not downloaded' };
    await run('dpkg-deb', ['-x', join(folder, file), join(folder, 'unpacked')]);
    mkdirSync(dirname(target), { recursive: true });
    if (!existsSync(binariesIn(target).promtool)) renameSync(join(folder, 'unpacked'), target);
    return binariesIn(target);
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? 'no apt-get here'
        : 'apt-get has no package prometheus';
    return { reason: `not on the PATH, and ${why}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function download(folder: string): Promise<void> {
  const options = { cwd: folder, timeout: 120_000 };
  try {
    await run('apt-get', ['download', 'prometheus'], options);
  } catch (error) {
    if (process.getuid?.() !== 0) throw error;
    await run('apt-get', ['update', '-qq'], options); // a fresh machine has no list of packages yet
    await run('apt-get', ['download', 'prometheus'], options);
  }
}

export interface PrometheusOptions {
  readonly binary: string;
  readonly port: number;
  readonly dataDir: string;
  /** Default: prometheus.log in the data folder. */
  readonly logFile?: string;
  /** Files of alert rules. */
  readonly rules: readonly string[];
  /** "127.0.0.1:7200" by job. */
  readonly targets: Readonly<Record<string, string>>;
  /** By which it proves to targets that it may read; undefined: the targets have no TLS. */
  readonly tls?: TlsFileNames | undefined;
  /** How often targets are scraped; default: 5 s. */
  readonly scrapeSeconds?: number;
}

/** Starts it on loopback. @throws {Error} with one sentence when the port is taken or it does not become ready */
export async function startPrometheus(
  options: PrometheusOptions,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { binary, port, dataDir, logFile = join(dataDir, 'prometheus.log') } = options;
  if (!(await isFree(port))) throw new Error(`port ${port} for Prometheus is taken`);
  const config = join(dataDir, 'prometheus.yml');
  writeFileSync(config, configOf(options));
  const log = openSync(logFile, 'a');
  const flags = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(dataDir, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const child = spawn(binary, flags, { stdio: ['ignore', log, log], detached: true });
  endWithUs(child, 'Prometheus');
  const stop = () => endChild(child, ['SIGTERM', 15_000]);
  const url = `http://127.0.0.1:${port}`;
  for (let waited = 0; waited < 150; waited++) {
    if (
      await fetch(`${url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return { url, stop };
    if (child.exitCode !== null) break;
    await new Promise((resume) => setTimeout(resume, 100));
  }
  await stop();
  throw new Error(`Prometheus did not become ready; ${logFile} has the reason`);
}

/** Prometheus reads the files again when they change. */
function secured({ certificate, key, authority }: TlsFileNames) {
  return { scheme: 'https', tls_config: { ca_file: authority, cert_file: certificate, key_file: key } };
}

/** JSON is YAML, so nothing has to be escaped. */
function configOf({ rules, targets, tls, scrapeSeconds = 5 }: PrometheusOptions): string {
  const interval = `${scrapeSeconds}s`;
  const jobs = Object.entries(targets).map(([job, target]) => ({
    job_name: job,
    ...(tls === undefined ? {} : secured(tls)),
    static_configs: [{ targets: [target] }],
  }));
  return JSON.stringify(
    { global: { scrape_interval: interval, evaluation_interval: interval }, rule_files: rules, scrape_configs: jobs },
    undefined,
    2,
  );
}
