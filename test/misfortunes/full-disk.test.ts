import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastFatal } from '#deploy/local/last-fatal.js';
import { startPostgres } from '#deploy/local/postgres.js';
import { CxError } from '#libs/domain/error.js';
import { Database } from '#libs/postgres/database.js';
import { freePortBase, startDirectly } from '#test/stack/run-start.js';

const MIB = 2 ** 20;
const disk = mkdtempSync(join(tmpdir(), 'cx-disk-'));
const reason = mounted(disk, 400);
if (reason !== undefined) console.log(`not run: tests on a full disk. ${reason}`);

/** Mounts a small file system in memory. @returns why this machine cannot */
function mounted(folder: string, mebibytes: number): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `A small file system cannot be mounted: ${error instanceof Error ? error.message.split('\n')[0] : error}`;
  }
}

const free = () => {
  const { bavail, bsize } = statfsSync(disk);
  return bavail * bsize;
};
const ballast = join(disk, 'ballast');
const leaveFree = (bytes: number) => writeFileSync(ballast, Buffer.alloc(Math.max(0, free() - bytes)));
const freeSpace = () => rmSync(ballast, { force: true });

describe.skipIf(reason !== undefined)('a full disk', () => {
  let portBase: number;

  beforeAll(async () => {
    portBase = await freePortBase();
  });
  afterAll(() => {
    execFileSync('umount', ['--lazy', disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  it('is named to the caller or in the log, and every row that was acknowledged is there after space was freed', async () => {
    const folder = join(disk, 'store');
    mkdirSync(folder);
    const open = () => startPostgres({ dataDir: join(folder, 'postgres'), databases: ['filled'] });
    let server = await open();
    let store = new Database({ url: server.url('filled'), name: 'filling' });
    await store.execute('create table note (id integer primary key, text text not null)');
    leaveFree(40 * MIB);

    let acknowledged = 0;
    let refusal: unknown;
    for (; refusal === undefined && acknowledged < 2_000; ) {
      try {
        // Random text, or it would be compressed.
        await store.execute(
          `insert into note select $1, string_agg(md5(random()::text), '') from generate_series(1, 4000)`,
          [acknowledged],
        );
        acknowledged += 1;
      } catch (error) {
        refusal = error;
      }
    }
    expect(refusal).toBeInstanceOf(CxError);
    const log = readFileSync(`${folder}/postgres.log`, 'utf8');
    if ((refusal as CxError).reason === 'STORE_FULL') expect((refusal as CxError).message).toContain('freed space');
    else expect(lastFatal(log)).toContain('No space left on device');
    await store.close();
    await server.stop();

    freeSpace();
    server = await open();
    store = new Database({ url: server.url('filled'), name: 'filled' });
    const [row] = await store.query<{ notes: bigint }>('select count(*) as notes from note');
    expect(Number(row?.notes)).toBeGreaterThanOrEqual(acknowledged);
    await store.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  // With 8 MiB, the first to be refused may also be the launcher, which notes how far it is.
  it.each([8, 20])(
    'during the replay ends the start with a sentence that says so, and a start after space was freed works (%i MiB)',
    async (mebibytes) => {
      const dataDir = join(disk, `installation-${mebibytes}`);
      const env = { CX_PORT_BASE: String(portBase), KAFKA_BROKERS: 'none' };
      const first = startDirectly(['--data', dataDir, '--once'], env);
      await first.until(/ok {2}scoring :|survey :\d+/);
      leaveFree(mebibytes * MIB);
      expect(await first.ended, first.printed()).toBe(1);
      const sentence =
        first
          .printed()
          .split('\n')
          .find((line) => line.startsWith('  NO  ')) ?? first.printed();
      expect(sentence).toMatch(/no space left on device/i);
      if (mebibytes === 20) expect(sentence).toContain('logs/postgres.log');

      freeSpace();
      const second = startDirectly(['--data', dataDir, '--no-replay', '--once'], env);
      expect(await second.ended, second.printed()).toBe(0);
      rmSync(dataDir, { recursive: true });
    },
  );
});
