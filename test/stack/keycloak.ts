import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, openSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { endChild } from '#deploy/local/end-child.js';
import { getText } from '#deploy/local/get-text.js';
import { freePort } from '#deploy/local/ports.js';
import { endWithUs } from '#deploy/local/reaper.js';
import type { TlsFileNames } from '#libs/tls/tls-files.js';
import { javaOf } from '#test/foreign/keycloak-program.js';
import { KeycloakAdmin } from './keycloak-admin.js';

/** A real Keycloak with the realm of deploy/compose. */
export interface RunningKeycloak {
  /** "https://127.0.0.1:8443/realms/cx-index" */
  readonly issuer: string;
  readonly admin: KeycloakAdmin;
  stop(): Promise<void>;
}

const REALM = new URL('../../deploy/compose/issuer/realm.json', import.meta.url);
const PASSWORD = 'of-a-test';
const START_WITHIN_MS = 90_000;

/**
 * Starts Keycloak in memory, and lets it import the realm as compose does.
 *
 * @param program  folder of Keycloak
 * @param folder   of this test; it gets the log
 * @param files    its certificate, and the authority that has signed it
 */
export async function startKeycloak(program: string, folder: string, files: TlsFileNames): Promise<RunningKeycloak> {
  const home = join(folder, 'keycloak');
  mkdirSync(join(home, 'data/import'), { recursive: true });
  // Java finds everything from its home: what all tests share, and a folder of data of its own.
  for (const shared of ['lib', 'conf', 'providers', 'themes']) symlinkSync(join(program, shared), join(home, shared));
  copyFileSync(REALM, join(home, 'data/import/realm.json'));
  const url = `https://127.0.0.1:${await freePort()}`;
  const log = join(folder, 'keycloak.log');
  const settings = [
    ...[`--hostname=${url}`, `--https-port=${new URL(url).port}`, '--http-host=127.0.0.1', '--cache=local'],
    ...[`--https-certificate-file=${files.certificate}`, `--https-certificate-key-file=${files.key}`],
  ];
  const output = openSync(log, 'a');
  const child = spawn('java', [...javaOf(home), 'start', '--optimized', '--import-realm', ...settings], {
    env: { ...process.env, KC_BOOTSTRAP_ADMIN_USERNAME: 'admin', KC_BOOTSTRAP_ADMIN_PASSWORD: PASSWORD },
    stdio: ['ignore', output, output],
    detached: true,
  });
  endWithUs(child, 'Keycloak');
  const ca = readFileSync(files.authority);
  const issuer = `${url}/realms/cx-index`;
  for (const end = Date.now() + START_WITHIN_MS; ; ) {
    if (child.exitCode !== null || Date.now() > end) {
      await endChild(child);
      throw new Error(`Keycloak did not start:\n${readFileSync(log, 'utf8').slice(-4_000)}`);
    }
    const page = await getText(`${issuer}/.well-known/openid-configuration`, { ca }).catch(() => undefined);
    if (page?.status === 200) break;
    await new Promise((resume) => setTimeout(resume, 200));
  }
  const admin = new KeycloakAdmin(url, ca, { username: 'admin', password: PASSWORD });
  return { issuer, admin, stop: () => endChild(child, ['SIGTERM', 10_000]) };
}
