import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAddresses } from '#cli/addresses.js';
import { isFree } from '#deploy/local/ports.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { knowInstallation } from '#test/stack/connection-to.js';
import { runProgram } from '#test/stack/run-cx.js';
import { freePortBase, type RunningStart, startDirectly } from '#test/stack/run-start.js';
import { describeClosing } from './closing.suite.js';
import { describeContests } from './contests.suite.js';
import { describeWholeWay } from './whole-way.suite.js';

/** `npm start` as a person uses it: with what goes wrong, stopped in the middle, and again. Then every number is recomputed. */
describe('npm start', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx start '));
  const running: RunningStart[] = [];
  let base: number;
  let third: RunningStart;
  let fourth: RunningStart;

  beforeAll(async () => {
    base = await freePortBase();
  });
  afterAll(() => {
    for (const { child } of running) child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  function start(...words: string[]): RunningStart {
    const started = startDirectly(['--data', dataDir, ...words], { CX_PORT_BASE: String(base) });
    running.push(started);
    return started;
  }

  it('explains itself, and an option it does not know', async () => {
    const help = start('--help');
    expect([await help.ended, help.printed()]).toEqual([0, expect.stringContaining('npm start -- --no-replay')]);
    const unknown = start('--onec');
    expect(await unknown.ended).toBe(2);
    expect(unknown.printed()).toMatch(/^[^\n]*'--onec'[^\n]*\n\nnpm start/);
    expect(unknown.printed()).not.toContain('    at ');
  });

  it('refuses a CX_PORT_BASE that is no port, and says what it takes', async () => {
    const refused = startDirectly(['--data', dataDir], { CX_PORT_BASE: '7100.5' }); // others in cli/addresses.test.ts
    expect(await refused.ended).toBe(2);
    expect(refused.printed()).toContain('CX_PORT_BASE=7100.5 is not understood. Form: a whole number from 1 to 65334');
  });

  it('says in one sentence that a port is taken, and leaves nothing running', async () => {
    const squatter = createServer().listen(base, '127.0.0.1');
    const refused = start();
    expect(await refused.ended).toBe(1);
    expect(refused.printed()).toContain(`Port ${base} is taken. Stop what listens there, or choose others`);
    await new Promise((closed) => squatter.close(closed));
  });

  it('stops every child at Ctrl-C in the middle of the replay', async () => {
    const first = start();
    await first.until(/facts\/s/);
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    for (const port of [base, base + 1, base + 5, base + 100, base + 200])
      expect([port, await isFree(port)]).toEqual([port, true]);
  });

  it('goes on where it was, and comes to the same numbers', { timeout: 600_000 }, async () => {
    const second = start('--once', '--no-close');
    expect(await second.ended, second.printed()).toBe(0);
    expect(second.printed()).toMatch(/accepted [\d,]+ {3}already known [1-9][\d,]* {3}refused 0/);
    expect(second.printed()).toMatch(/delivery +17\.9 +25\.3 +75\.4 +69\.4 +89\.6 +83\.4/);
    expect(second.printed()).toContain('delivery 1,392  warehouse 269  ordering 119  unattributed 123');
    expect(second.printed()).not.toMatch(/until Ctrl-C|npx cx/); // nothing serves any more
    expect(second.printed()).toContain(
      `everything has stopped. To serve:  CX_PORT_BASE=${base} npm start -- --data '${dataDir}'`,
    );
  });

  it('serves what it had within seconds when it is started again', async () => {
    third = start('--no-close');
    await third.until(/Ready in (\d+) s/);
    expect(third.printed()).toContain('nothing is sent again');
    knowInstallation(readAddresses({ CX_DATA: dataDir }), dataDir);
    expect(Number(/Ready in (\d+) s/.exec(third.printed())?.[1])).toBeLessThanOrEqual(40); // 15 s where nothing else runs
    const commands = [...third.printed().matchAll(/^(?:Next)? +(CX_DATA=.*?npx cx .*?) {2,}/gm)].map(
      ([, command]) => command,
    );
    expect(commands.map((command) => command?.replace(/.*npx /, ''))).toEqual([
      'cx explain delivery 2018-08',
      'cx cases --charged-to warehouse 2018-08',
      'cx period show 2018-07',
      'cx doctor',
      'cx company diff data/olist/company',
      'cx bonus simulate --plan data/olist/company/pay-plan.yaml',
    ]);
    for (const command of commands) {
      const { code, stderr } = await runProgram('sh', ['-c', command ?? ''], {});
      expect([command, code, stderr]).toEqual([command, 0, '']);
    }
  });

  describeWholeWay(() => ({
    addresses: readAddresses({ CX_DATA: dataDir }),
    databaseUrls: BUILT_IN_SOURCES.map((source) => databaseUrlOf(dataDir, source)),
  }));

  describeContests(() => ({ addresses: readAddresses({ CX_DATA: dataDir }), dataDir }));

  it('closes July 2018 when it is started without --no-close, and only once', { timeout: 600_000 }, async () => {
    third.child.kill('SIGINT');
    expect(await third.ended).toBe(0);
    fourth = start();
    await fourth.until(/Ready in \d+ s/);
    expect(fourth.printed()).toContain('Closing 2018-07');
  });

  describeClosing(() => ({ dataDir, printed: () => fourth.printed() }));

  it('stops everything at Ctrl-C', async () => {
    fourth.child.kill('SIGINT');
    expect(await fourth.ended).toBe(0);
  });
});

/** The database of a service, as the role that the service has. PostgreSQL writes its port into its lock file. */
function databaseUrlOf(dataDir: string, source: string): string {
  const port = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[3];
  const passwords = JSON.parse(readFileSync(join(dataDir, 'database-passwords.json'), 'utf8'));
  return `postgres://cx_${source}:${passwords[`cx_${source}`]}@127.0.0.1:${port}/cx_${source}`;
}
