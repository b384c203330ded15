import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUse, lockFolder, type Running, removeDead } from './folder-lock.js';
import { identityOf } from './processes.mjs';

const WHAT = { ports: [7100], addresses: { scoring: '127.0.0.1:7100' } };

describe('the lock of a data folder', () => {
  let dataDir = '';
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'cx-lock-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  const write = (running: Partial<Running>) => {
    const content = {
      pid: process.ppid,
      identity: '',
      host: hostname(),
      since: '',
      processes: [],
      ...WHAT,
      ...running,
    };
    writeFileSync(join(dataDir, 'running.json'), JSON.stringify(content));
  };
  const written = () => JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as Running;

  it('names the process, its ports and its addresses, and is gone after release', () => {
    const lock = lockFolder(dataDir, WHAT);
    expect(written()).toMatchObject({ pid: process.pid, host: hostname(), ...WHAT, processes: [] });
    lock.release();
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('is refused while the process that holds it runs', () => {
    write({ identity: identityOf(process.ppid) ?? '' });
    expect(() => lockFolder(dataDir, WHAT)).toThrow(FolderInUse);
    expect(written().pid).toBe(process.ppid);
  });

  it('is taken over when its process id belongs to another process by now', () => {
    write({ identity: 'an earlier process' });
    lockFolder(dataDir, WHAT);
    expect(written().pid).toBe(process.pid);
  });

  it('is not taken over from another host, whose processes cannot be seen', () => {
    write({ identity: 'an earlier process', host: 'elsewhere' });
    expect(() => lockFolder(dataDir, WHAT)).toThrow(FolderInUse);
  });

  it('tells what a dead launcher left running, and nothing that has ended or was replaced', () => {
    const parent = {
      pid: process.ppid,
      identity: identityOf(process.ppid) ?? '',
      name: 'Kafka',
      kind: 'program',
    } as const;
    const gone = { ...parent, identity: 'an earlier process' };
    write({ identity: 'dead', processes: [parent, gone] });
    expect(lockFolder(dataDir, WHAT).leftovers).toEqual([parent]);
    expect(written().processes).toEqual([parent]); // still there for the start after this one
  });

  it('that is damaged is named, with its cure', () => {
    writeFileSync(join(dataDir, 'running.json'), '{');
    expect(() => lockFolder(dataDir, WHAT)).toThrow(/running\.json is damaged.*remove it/);
  });

  it('is put back when it is the lock of a start that was quicker, not the dead one', () => {
    write({ identity: 'dead' });
    const dead = written();
    write({ identity: 'a quicker start' });
    expect(removeDead(join(dataDir, 'running.json'), dead)).toBe(false);
    expect(written().identity).toBe('a quicker start');
    expect(readdirSync(dataDir)).toEqual(['running.json']);
  });

  it('is taken by exactly one of several starts that find a dead one at the same moment', async () => {
    const program = `
      const { lockFolder } = await import('#deploy/local/folder-lock.js');
      const [folder, rounds] = process.argv.slice(-2);
      for (let round = 0; round < Number(rounds); round++) {
        const until = Math.ceil(Date.now() / 40) * 40;
        while (Date.now() < until);
        let result = 'refused';
        try { lockFolder(folder + '/' + round, ${JSON.stringify(WHAT)}); result = 'locked'; } catch (error) { if (error.name !== 'FolderInUse') result = String(error); }
        console.log(round, result);
      }
      process.stdin.resume();`;
    const rounds = 30;
    for (let round = 0; round < rounds; round++) {
      const folder = join(dataDir, String(round));
      const dead = { pid: 1, identity: 'dead', host: hostname(), since: '', processes: [], ...WHAT };
      lockFolder(folder, WHAT);
      writeFileSync(join(folder, 'running.json'), JSON.stringify(dead));
    }
    const flags = ['--import', 'tsx', '--input-type=module', '--eval', program, '--', dataDir, String(rounds)];
    const racers = [1, 2, 3].map(() => spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'inherit'] }));
    const lines: string[] = [];
    for (const racer of racers) racer.stdout.on('data', (piece) => lines.push(...String(piece).trim().split('\n')));
    await expect.poll(() => lines.length, { timeout: 30_000 }).toBe(rounds * racers.length);
    for (const racer of racers) racer.stdin.end();
    await Promise.all(racers.map((racer) => once(racer, 'close')));
    const results = Array.from({ length: rounds }, (_, round) =>
      lines
        .filter((line) => line.startsWith(`${round} `))
        .map((line) => line.split(' ')[1])
        .sort(),
    );
    expect(results).toEqual(Array(rounds).fill(['locked', 'refused', 'refused']));
  });
});
