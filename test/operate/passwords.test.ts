import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtPrograms } from '#deploy/local/programs.js';
import { SERVICES, type ServiceName } from '#deploy/local/services.js';
import { Feed, loadOf } from '#test/chaos/load.js';
import { exportedLines, linesOf, untilCounted } from '#test/e2e/counts.js';
import { findTool } from '#test/foreign/tools.js';
import { olistRules } from '#test/rules/olist.js';
import { Random } from '#test/simulation/random.js';
import { brokers } from '#test/stack/installation.js';
import { readOn } from './readers.js';
import { RollingInstallation } from './rolling.js';
import { operate } from './scripts.js';

const psql = await findTool('postgresql-client');
if ('reason' in psql) console.warn(`\nROTATING DATABASE PASSWORDS IS NOT TESTED: ${psql.reason}\n`);

describe.skipIf('reason' in psql)('a new database password', () => {
  let rolling: RollingInstallation;

  beforeAll(async () => {
    rolling = await RollingInstallation.open({ kafkaBrokers: brokers() });
    await rolling.startAll(await builtPrograms());
  });
  afterAll(() => rolling?.end());

  const passwordOf = (name: ServiceName) => readFileSync(rolling.login(name).passwordFile, 'utf8').trim();
  const canLogIn = async (name: ServiceName, password: string) => {
    const url = new URL(rolling.login(name).address);
    url.password = password;
    const database = new pg.Client({ connectionString: url.href });
    return database.connect().then(
      () => database.end().then(() => true),
      () => false,
    );
  };
  const rotate = (name: ServiceName, ...command: readonly string[]) => {
    const { address, passwordFile } = rolling.login(name);
    return operate('rotate-database-password.sh', [address, passwordFile, ...command]);
  };

  it('reaches every running process without a restart: no call fails, nothing is lost, and no old session is left', async () => {
    const load = await loadOf(300, 2);
    let share = 0.1;
    const sending = new Feed([rolling.addresses], load.generations.flat(), new Random(21), () => share).run();
    const readers = readOn(rolling.addresses);
    const before = SERVICES.map((name) => [name, rolling.newest(name)?.pid]);
    for (const name of SERVICES) {
      const old = passwordOf(name);
      const { code, stdout, stderr } = await rotate(name);
      expect([name, code, stderr]).toEqual([name, 0, '']);
      expect(stdout).toMatch(/has a new password\ncheck: every session of \S+ was opened after/);
      expect([name, await canLogIn(name, old), await canLogIn(name, passwordOf(name))]).toEqual([name, false, true]);
      expect(stdout).not.toContain(passwordOf(name));
      share += 0.9 / SERVICES.length;
    }
    share = 2;
    await sending;
    await untilCounted(rolling.addresses);
    expect(await exportedLines(rolling.addresses)).toEqual(linesOf(load.evaluationsBy(olistRules)));
    const { calls, failed } = await readers.end();
    console.log(`${SERVICES.length} passwords replaced; of ${calls} calls of readers, ${failed.length} failed`);
    expect([...new Set(failed)]).toEqual([]);
    expect(SERVICES.map((name) => [name, rolling.newest(name)?.pid])).toEqual(before);
    const logs = readdirSync(rolling.dataDir).filter((file) => file.endsWith('.log'));
    const text = logs.map((file) => readFileSync(join(rolling.dataDir, file), 'utf8')).join('');
    expect(SERVICES.filter((name) => text.includes(passwordOf(name)))).toEqual([]);
  });

  it('stays the old one when it does not reach the processes, or when the file does not hold that of now', async () => {
    const { passwordFile } = rolling.login('survey');
    chmodSync(passwordFile, 0o640);
    const before = passwordOf('survey');
    const lost = await rotate('survey', 'false');
    expect([lost.code, lost.stderr]).toEqual([1, expect.stringMatching(/^COMMAND_FAILED: \S+ keeps its password/)]);
    expect([passwordOf('survey'), statSync(passwordFile).mode & 0o777]).toEqual([before, 0o640]);
    expect(await canLogIn('survey', before)).toBe(true);

    writeFileSync(passwordFile, 'of-another-time');
    const wrong = await rotate('survey');
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      expect.stringMatching(/^DATABASE_REFUSES: the password in .*password authentication failed/),
    ]);
    expect(passwordOf('survey')).toBe('of-another-time');
  });
});
