import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, isFree } from '#deploy/local/ports.js';

/** `npm start` as a person uses it: with what goes wrong, stopped in the middle, and again. */
describe('npm start', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-start-'));
  const running: ChildProcess[] = [];
  let base: number;

  beforeAll(async () => {
    base = await freePort();
    while (base > 60_000 || !(await isFree(base + 100)) || !(await isFree(base + 200))) base = await freePort();
  });
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Starts it; `said` grows while it runs, `ended` is the exit code. */
  function start(...words: string[]) {
    const env = { ...process.env, CX_PORT_BASE: String(base) };
    const child = spawn(process.execPath, ['--import', 'tsx', 'deploy/local/start.ts', '--data', dataDir, ...words], {
      env,
    });
    running.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (text += piece));
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    const until = (words: RegExp, withinMs: number) =>
      expect.poll(() => text, { timeout: withinMs, interval: 200 }).toMatch(words);
    return { child, ended, until, said: () => text };
  }

  it('explains itself, and an option it does not know', async () => {
    const help = start('--help');
    expect([await help.ended, help.said()]).toEqual([0, expect.stringContaining('npm start -- --no-replay')]);
    const unknown = start('--onec');
    expect(await unknown.ended).toBe(2);
    expect(unknown.said()).toMatch(/^[^\n]*'--onec'[^\n]*\n\nnpm start/);
    expect(unknown.said()).not.toContain('    at ');
  });

  it('says in one sentence that a port is taken, and leaves nothing running', async () => {
    const squatter = createServer().listen(base, '127.0.0.1');
    const refused = start();
    expect(await refused.ended).toBe(1);
    expect(refused.said()).toContain(`Port ${base} is taken. Stop what listens there, or choose others`);
    await new Promise((closed) => squatter.close(closed));
  });

  it('stops every child at Ctrl-C in the middle of the replay', async () => {
    const first = start();
    await first.until(/complete through 2017-0/, 90_000);
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    for (const port of [base, base + 1, base + 5, base + 100, base + 200])
      expect([port, await isFree(port)]).toEqual([port, true]);
  });

  it('goes on where it was, and comes to the same numbers', async () => {
    const second = start('--once');
    expect(await second.ended).toBe(0);
    expect(second.said()).toMatch(/accepted [\d,]+ {3}already known [1-9][\d,]* {3}refused 0/);
    expect(second.said()).toMatch(/delivery +17\.9 +25\.3 +75\.4 +69\.4 +89\.6 +83\.4/);
    expect(second.said()).toContain('delivery 1,392  warehouse 269  ordering 119  unattributed 123');
  });

  it('serves what it had within seconds when it is started again', async () => {
    const third = start();
    await third.until(/Ready in (\d+) s/, 60_000);
    expect(third.said()).toContain('nothing is sent again');
    expect(Number(/Ready in (\d+) s/.exec(third.said())?.[1])).toBeLessThanOrEqual(40); // 15 s where nothing else runs
    third.child.kill('SIGINT');
    expect(await third.ended).toBe(0);
  });
});
