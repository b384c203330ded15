import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Running } from '#deploy/local/folder-lock.js';
import { endAll, isRunning } from '#deploy/local/processes.mjs';
import { readPage } from '#test/stack/read-page.js';
import { freePortBase, type RunningStart, runningFrom, startDirectly, watched } from '#test/stack/run-start.js';

/** Every way in which a start, a stop or a terminal can die, on real processes and one data folder. */
describe('npm start', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-deaths-'));
  let env: Record<string, string>;
  let current: RunningStart | undefined;
  let running: Running;

  beforeAll(async () => {
    env = { CX_PORT_BASE: String(await freePortBase()), KAFKA_BROKERS: 'none' };
  });
  beforeEach(() => {
    current = undefined;
  });
  afterEach(async () => {
    current?.child.kill('SIGKILL');
    await endAll(runningFrom(dataDir)?.processes ?? []);
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  /** Waits until a start serves, and remembers what it runs. */
  async function serving(start: RunningStart): Promise<RunningStart> {
    current = start;
    await start.until(/Ready in \d+ s/);
    running = runningFrom(dataDir) as Running;
    expect(running.processes.map(({ name }) => name)).toEqual(expect.arrayContaining(['PostgreSQL', 'scoring']));
    return start;
  }
  const started = (more: Record<string, string> = {}) =>
    serving(startDirectly(['--data', dataDir, '--no-replay'], { ...env, ...more }));
  const left = () => [running, ...running.processes].filter(isRunning);
  const named = (name: string) => running.processes.find((one) => one.name === name)?.pid ?? 0;
  const answers = (port: number) =>
    readPage(dataDir, `https://127.0.0.1:${port + 100}/readyz`).then(({ status }) => status);

  it('refuses a second start on the folder, also with --fresh, and the first is unharmed', async () => {
    const first = await started();
    const other = { ...env, CX_PORT_BASE: String(await freePortBase()) };
    for (const words of [[], ['--fresh']]) {
      const second = startDirectly(['--data', dataDir, ...words], other);
      expect(await second.ended).toBe(1);
      expect(second.printed()).toContain(`cx-index runs from ${dataDir} already: process ${first.child.pid} on `);
      expect(second.printed()).toMatch(/since 20\d\d-\d\d-\d\dT.* ports \d+-\d+, /);
      expect(second.printed()).toContain(`scoring 127.0.0.1:${env['CX_PORT_BASE']}`);
    }
    expect(left()).toHaveLength(running.processes.length + 1);
    const base = Number(env['CX_PORT_BASE']);
    expect(await Promise.all([0, 1, 2, 3, 4, 5].map((place) => answers(base + place)))).toEqual(Array(6).fill(200));
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    expect([left(), runningFrom(dataDir)]).toEqual([[], undefined]);
  });

  it('takes everything along when it is killed with kill -9, Kafka too', async () => {
    const first = await started({ KAFKA_BROKERS: '' });
    first.child.kill('SIGKILL');
    await expect.poll(left, { timeout: 20_000 }).toEqual([]);
  });

  it('ends what a killed start left when even its reaper was killed, and serves', async () => {
    const first = await started({ KAFKA_BROKERS: '' });
    killWithReaper(first);
    await first.ended;
    expect(
      left()
        .map(({ pid }) => pid)
        .sort(),
    ).toEqual(running.processes.map(({ pid }) => pid).sort());
    const before = running;
    const second = await started();
    expect(second.printed()).toMatch(/An earlier start was killed and left PostgreSQL, .* running/);
    expect(before.processes.filter(isRunning)).toEqual([]);
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
  });

  it('stops when its terminal is closed', async () => {
    const command = `npm start -- --data ${dataDir} --no-replay`;
    const terminal = await serving(watched('script', ['-qfec', command, '/dev/null'], { ...env, SHELL: '/bin/sh' }));
    terminal.child.kill('SIGKILL');
    await expect.poll(left, { timeout: 20_000 }).toEqual([]);
    expect(runningFrom(dataDir)).toBeUndefined(); // it had the time to stop in good order
  });

  it('stops at one Ctrl-C in a terminal, which reaches npm and the program at the same time', async () => {
    const command = `npm start -- --data ${dataDir} --no-replay`;
    const terminal = await serving(watched('script', ['-qfec', command, '/dev/null'], { ...env, SHELL: '/bin/sh' }));
    terminal.child.stdin?.write('\x03');
    await terminal.ended;
    expect([left(), runningFrom(dataDir)]).toEqual([[], undefined]);
  });

  it('stops when the npm that started it is killed with kill -9', async () => {
    const npm = await serving(watched('npm', ['start', '--', '--data', dataDir, '--no-replay'], env));
    npm.child.kill('SIGKILL');
    await expect.poll(() => [left(), runningFrom(dataDir)], { timeout: 20_000 }).toEqual([[], undefined]);
  });

  it('stops quietly when nothing reads its output any more', async () => {
    const command = `"${process.execPath}" --import tsx deploy/local/start.ts --data ${dataDir} --no-replay | head -3`;
    const shell = watched('sh', ['-c', command], env);
    current = shell;
    expect(await shell.ended).toBe(0);
    await expect.poll(() => runningFrom(dataDir), { timeout: 60_000 }).toBeUndefined();
    expect(shell.printed().split('\n')).toHaveLength(4);
    expect(shell.printed()).not.toMatch(/EPIPE|Error/);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('stops in good order on %s while it is still starting', async (signal, exitCode) => {
    const start = startDirectly(['--data', dataDir, '--no-replay'], env);
    current = start;
    await start.until(/PostgreSQL 18/);
    running = runningFrom(dataDir) as Running;
    start.child.kill(signal);
    expect(await start.ended).toBe(exitCode);
    expect([left(), runningFrom(dataDir)]).toEqual([[], undefined]);
  });

  it('ends at once at a second Ctrl-C while a service does not stop, and leaves nothing', async () => {
    const first = await started();
    process.kill(named('delivery'), 'SIGSTOP'); // a service that cannot stop
    first.child.kill('SIGINT');
    await first.until(/Stopping \.\.\. Ctrl-C again ends everything at once/);
    await new Promise((resume) => setTimeout(resume, 1_500));
    expect(first.child.exitCode).toBeNull();
    const askedAt = Date.now();
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(1);
    expect(Date.now() - askedAt).toBeLessThan(5_000);
    expect([left(), runningFrom(dataDir)]).toEqual([[], undefined]);
  });
});

/** Kills a launcher and its reaper in a way that neither can act: both are stopped first. */
function killWithReaper({ child }: RunningStart): void {
  const pid = child.pid ?? 0;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  const reaper = children.find((one) => readFileSync(`/proc/${one}/cmdline`, 'utf8').includes('reaper-program')) ?? 0;
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) for (const one of [pid, reaper]) process.kill(one, signal);
}
