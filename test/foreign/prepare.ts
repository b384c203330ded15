import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findTool, SYSTEM_PROGRAMS, type ToolName } from './tools.js';

/** Builds and installs the foreign programs before the tests. A test prints the name of a program that is missing and skips. */
const NAMES: readonly ToolName[] = [
  'grpcurl',
  'grpc-health-probe',
  'grpc-reflection-js',
  '@seriousme/openapi-schema-validator',
  'python3',
  'pgbouncer',
  'buildah',
  'postgresql-client',
  'libreoffice-calc-nogui',
  'helm',
  'keycloak',
  'dclint',
  'kubernetes-models',
  'standardwebhooks',
  'postgres-14',
  'postgres-15',
  'postgres-17',
];

if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
  const missing = Object.entries(SYSTEM_PROGRAMS).filter(([, path]) => !existsSync(path));
  for (const [name] of missing) install(name);
}
for (const name of NAMES) {
  const tool = await findTool(name);
  console.log('reason' in tool ? `not here: ${tool.reason}` : `here: ${tool.path}`);
}

function install(name: string): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env, stdio: 'ignore' });
  } catch {
    // reported below as missing
  }
}
