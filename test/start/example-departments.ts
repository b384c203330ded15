import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call } from '#libs/grpc/client.js';
import { client } from '#test/stack/client.js';
import { knowInstallation } from '#test/stack/connection-to.js';
import { freePortBase, type RunningStart, startDirectly } from '#test/stack/run-start.js';

export type ExampleDepartments = ReturnType<typeof startExampleDepartments>;

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
    knowInstallation({ ...Object.fromEntries(own), scoring: `127.0.0.1:${base}` }, join(folder, '.cx'));
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
    /** The accountable counts in the index of a month, by metric. */
    async accountableOf(department: string, month: string) {
      const scoring = client(ScoringServiceClient, `127.0.0.1:${base}`, 'console');
      const name = `departments/${department}/indexes/${month}`;
      const { metrics } = await call(scoring, 'getIndex', { name, view: 2, atLeast: '' }).finally(() =>
        scoring.close(),
      );
      const counts = metrics.map(({ metric, accountable: { hits = 0n, cases = 0n, waiting = 0n } = {} }) => [
        metric.replace('metrics/', ''),
        { hits: `${hits}`, cases: `${cases}`, ...(waiting > 0n && { waiting: `${waiting}` }) },
      ]);
      return Object.fromEntries(counts) as Readonly<Record<string, object>>;
    },
  };
}
