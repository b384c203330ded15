import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { endAll, identityOf, isRunning, type ProcessId } from './processes.mjs';

/** A launcher that starts two children as chaos and bench do, one of which does not listen to SIGTERM. */
const LAUNCHER = `
  const { startChild } = await import('#deploy/local/children.js');
  const { identityOf } = await import('#deploy/local/processes.mjs');
  const [logDir] = process.argv.slice(-1);
  const children = ['willing', 'stubborn'].map((name) =>
    startChild({ name, file: logDir + '/' + name + '.mjs', env: {}, logDir }));
  console.log(JSON.stringify(children.map(({ pid }) => ({ pid, identity: identityOf(pid) }))));
  process.stdin.on('data', (how) => {
    if (String(how) === 'exit') process.exit(3);
    if (String(how) === 'are you there?') console.log('yes');
    if (String(how) === 'throw') setTimeout(() => { throw new Error('a bug'); });
  });`;

describe('what a launcher started', () => {
  const logDir = mkdtempSync(join(tmpdir(), 'cx-reaper-'));
  afterAll(() => rmSync(logDir, { recursive: true, force: true }));
  writeFileSync(join(logDir, 'willing.mjs'), 'setInterval(() => {}, 1000);');
  writeFileSync(join(logDir, 'stubborn.mjs'), 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);');

  async function launched(): Promise<{ launcher: ChildProcess; children: ProcessId[] }> {
    const flags = ['--import', 'tsx', '--input-type=module', '--eval', LAUNCHER, '--', logDir];
    const launcher = spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'ignore'] });
    const [line] = await once(launcher.stdout, 'data');
    const children = JSON.parse(String(line)) as ProcessId[];
    expect(children.map(isRunning)).toEqual([true, true]);
    return { launcher, children };
  }

  it.concurrent.for(['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
    'ends when the launcher is ended by %s',
    async (signal, { expect }) => {
      const { launcher, children } = await launched();
      launcher.kill(signal);
      await once(launcher, 'exit');
      await expect.poll(() => children.map(isRunning), { timeout: 15_000 }).toEqual([false, false]);
    },
  );

  it.concurrent.for(['exit', 'throw'])('ends when the launcher ends itself: %s', async (how, { expect }) => {
    const { launcher, children } = await launched();
    launcher.stdin?.write(how);
    await once(launcher, 'exit');
    await expect.poll(() => children.map(isRunning), { timeout: 15_000 }).toEqual([false, false]);
  });

  it.concurrent('ends although its reaper was killed before, because the launcher starts another one', async ({
    expect,
  }) => {
    const { launcher, children } = await launched();
    const [first] = reapersOf(launcher);
    process.kill(first ?? 0, 'SIGKILL');
    await expect.poll(() => reapersOf(launcher).filter((pid) => pid !== first).length, { timeout: 30_000 }).toBe(1);
    // The process of the next reaper exists before the launcher has written the list to it. Once it answers, it has.
    launcher.stdin?.write('are you there?');
    if (launcher.stdout !== null) await once(launcher.stdout, 'data');
    launcher.kill('SIGKILL');
    await expect.poll(() => children.map(isRunning), { timeout: 30_000 }).toEqual([false, false]);
  }, 90_000);
});

describe('the identity of a process', () => {
  it('stays the same while it runs, and is gone with it', async () => {
    const child = spawn('sleep', ['60']);
    const pid = child.pid ?? 0;
    const identity = identityOf(pid);
    expect(identity).toBeDefined();
    expect(identityOf(pid)).toBe(identity);
    child.kill();
    await once(child, 'exit');
    expect(identityOf(pid)).toBeUndefined();
  });

  it('differs from that of another process with the same id', () => {
    expect(isRunning({ pid: process.pid, identity: 'an earlier process' })).toBe(false);
  });

  it('is checked before a signal: a process that only has the same id is not ended', async () => {
    const child = spawn('sleep', ['60']);
    const other = { pid: child.pid ?? 0, identity: 'an earlier process', name: 'x', kind: 'program' } as const;
    expect(await endAll([other])).toEqual([]);
    expect(child.exitCode ?? child.signalCode).toBeNull();
    child.kill();
  });
});

/** Process ids of the reapers that a launcher started and that run. */
function reapersOf({ pid }: ChildProcess): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  return children.filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('reaper-program'));
}
