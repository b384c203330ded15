import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { knowInstallation } from '#test/stack/connection-to.js';
import { freePortBase, type RunningStart, startDirectly } from '#test/stack/run-start.js';

/** The company of docs/own-departments on real processes, for the tests of one `describe`. */
export function startExampleDepartments() {
  const home = mkdtempSync(join(tmpdir(), 'cx-own-departments-'));
  const folder = join(home, 'my-shop');
  let base: number;
  let started: RunningStart | undefined;

  beforeAll(async () => {
    chmodSync(home, 0o755); // as root, PostgreSQL runs as another user
    cpSync('docs/own-departments', folder, { recursive: true });
    base = await freePortBase();
    started = startDirectly(['--company', folder], { CX_PORT_BASE: String(base), KAFKA_BROKERS: 'none' });
    await started.until(/Ready in \d+ s/);
    const own = [10, 11, 12].map((place) => [`own${place}`, `127.0.0.1:${base + place}`]);
    knowInstallation(Object.fromEntries(own), join(folder, '.cx'));
  });
  afterAll(async () => {
    started?.child.kill('SIGINT');
    await started?.ended;
    rmSync(home, { recursive: true, force: true });
  });
  return {
    /** For files of the tests. */
    home,
    /** A copy of the example, with the data of the installation. */
    folder,
    /** For `cx`. */
    env: { CX_DATA: join(folder, '.cx') },
    /** A port of the page: 7110 is that of its first own department. */
    port: (onPage: number) => base + onPage - 7_100,
    printed: () => started?.printed() ?? '',
  };
}
