import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Of the same series as the image of deploy/compose/compose.yaml. */
const VERSION = '26.4.7';
const ARTIFACT = `org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`;
const LIMIT_MS = 280_000;

const run = promisify(execFile);

/**
 * How Java runs Keycloak, which kc.sh does by way of a shell.
 *
 * @param home  folder with lib, conf, providers and data
 */
export function javaOf(home: string): readonly string[] {
  return [
    ...['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
    ...['java.util=', 'java.util.concurrent=', 'java.security='].map(
      (name) => `--add-opens=java.base/${name}ALL-UNNAMED`,
    ),
    '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
    '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
    '-Dpicocli.disable.closures=true',
    `-Dkc.home.dir=${home}`,
    ...['-cp', join(home, 'lib/quarkus-run.jar'), 'io.quarkus.bootstrap.runner.QuarkusEntryPoint'],
  ];
}

/**
 * The folder of Keycloak, fetched once with Maven (159 MB) into a folder of the user's cache, and prepared for a database in memory.
 *
 * @throws {Error} without Java or Maven, or when Maven does not deliver it
 */
export async function keycloakProgram(
  cache: string,
  moveIntoPlace: (making: string, folder: string) => void,
): Promise<string> {
  const folder = join(cache, `keycloak-${VERSION}`);
  const program = join(folder, `keycloak-${VERSION}`);
  if (existsSync(program)) return program;
  const making = `${folder}.${process.pid}`;
  const goal = [
    'dependency:unpack',
    `-Dartifact=${ARTIFACT}`,
    `-DoutputDirectory=${making}`,
    `-DmarkersDirectory=${making}/markers`,
  ];
  try {
    await run('mvn', ['-q', '-B', ...goal], { timeout: LIMIT_MS });
    const made = join(making, `keycloak-${VERSION}`);
    await run('java', [...javaOf(made), 'build', '--db=dev-mem'], { timeout: LIMIT_MS });
    moveIntoPlace(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return program;
}
