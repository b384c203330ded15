import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveScoring } from '#services/scoring/fixtures/served.js';
import { runCx, runProgram } from '#test/stack/run-cx.js';

/** A copy of the sources of `cx`, with the packages of this checkout and a cache of its own. */
function copyOfSources(home: string): string {
  const copy = mkdtempSync(join(home, 'copy-'));
  for (const path of ['cli', 'libs', 'services', 'package.json', 'tsconfig.json'])
    cpSync(path, join(copy, path), { recursive: true });
  mkdirSync(join(copy, 'node_modules'));
  for (const name of readdirSync('node_modules').filter((entry) => entry !== '.cache'))
    symlinkSync(join(process.cwd(), 'node_modules', name), join(copy, 'node_modules', name));
  return copy;
}

describe('the bundle that cx runs', () => {
  const home = mkdtempSync(join(tmpdir(), 'cx-bundle-'));
  afterAll(() => rmSync(home, { recursive: true }));
  const bundle = (copy: string) => join(copy, 'node_modules/.cache/cx/cx.cjs');
  const stamp = (copy: string) => join(copy, 'node_modules/.cache/cx/cx.stamp');
  const source = (copy: string) => join(copy, 'cli/commands/doctor.ts');
  const DATE = new Date('2026-01-01T00:00:00Z');
  /** Replaces "doctor" by "doktor" in the help: as many bytes, and the same date. */
  const edit = (copy: string) => {
    writeFileSync(source(copy), readFileSync(source(copy), 'utf8').replace("'cx doctor'", "'cx doktor'"));
    utimesSync(source(copy), DATE, DATE);
  };

  it('is the same for two that start at once, built once, and again when a source has changed, even with its old size and date', async () => {
    const copy = copyOfSources(home);
    utimesSync(source(copy), DATE, DATE);
    const all = await Promise.all([1, 2].map(() => runCx(['doctor', '--help'], {}, copy)));
    expect(all.map(({ code, stdout }) => [code, stdout.includes('npx cx doctor')])).toEqual(Array(2).fill([0, true]));
    const built = readFileSync(bundle(copy));
    expect((await runCx(['doctor', '--help'], {}, copy)).stdout).toContain('npx cx doctor');
    expect(readFileSync(bundle(copy)).equals(built)).toBe(true);
    // From then on cx only asks the file system whether a source has changed.
    const isStamped = async () => (await runCx(['--help'], {}, copy)) && existsSync(stamp(copy));
    await expect.poll(isStamped, { interval: 1_000, timeout: 60_000 }).toBe(true);
    edit(copy);
    expect((await runCx(['doctor', '--help'], {}, copy)).stdout).toContain('npx cx doktor');
    expect(readFileSync(bundle(copy)).equals(built)).toBe(false);
  });

  /** A newer Node keeps it by itself. */
  it.skipIf('enableCompileCache' in module)('is kept as V8 compiled it, until that is damaged', async () => {
    await runCx(['--help']);
    const kept = 'node_modules/.cache/cx/cx.v8';
    const compiled = readFileSync(kept);
    const damaged = compiled.subarray(0, compiled.length / 2);
    for (const found of [compiled, damaged, Buffer.from('nothing')]) {
      writeFileSync(kept, found);
      expect(await runCx(['doctor', '--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('npx cx') });
      expect(readFileSync(kept).equals(found)).toBe(found === compiled);
    }
  });

  it('is not needed: cx runs its sources where nothing can be written', async () => {
    const copy = copyOfSources(home);
    writeFileSync(join(copy, 'node_modules/.cache'), 'a file, so that no folder can be made here');
    expect(await runCx(['doctor', '--help'], {}, copy)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('npx cx doctor'),
    });
  });

  it('is not run in place of a source with a syntax error', async () => {
    const copy = copyOfSources(home);
    await runCx(['--help']); // builds the bundle of the checkout, which is that of the copy
    cpSync(bundle('.'), bundle(copy), { recursive: true });
    expect((await runCx(['doctor', '--help'], {}, copy)).stdout).toContain('npx cx doctor');
    writeFileSync(source(copy), 'export const doctor = ;');
    const { code, stdout, stderr } = await runCx(['doctor', '--help'], {}, copy);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('doctor.ts');
  });
});

describe('cx as a process', () => {
  let served: Awaited<ReturnType<typeof serveScoring>>;
  let env: Record<string, string>;
  beforeAll(async () => {
    served = await serveScoring();
    ({ env } = served);
    await runCx(['--help']); // builds the bundle
  });
  afterAll(() => served.close());

  it('prints an index within 15 times the start of an empty Node; through tsx it would take 22 times', async () => {
    const seconds = { node: [] as number[], cx: [] as number[] };
    for (let round = 0; round < 5; round++) {
      seconds.node.push((await runProgram(process.execPath, ['-e', '0'])).seconds);
      const { code, stdout, seconds: taken } = await runCx(['index', 'get', 'delivery', '2018-08'], env);
      expect([code, stdout]).toEqual([0, expect.stringContaining('delivery 2018-08   83.4')]);
      seconds.cx.push(taken);
    }
    const ratio = Math.min(...seconds.cx) / Math.min(...seconds.node);
    expect(ratio).toBeLessThan(15); // `npm run bench -- --cli` measures it: 0.35 s where an empty Node takes 0.04 s
  }, 180_000); // ten processes take long where others go first

  it('refuses an unknown command with exit code 2', async () => {
    const { code, stdout, stderr } = await runCx(['indx', 'get']);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining('Did you mean: cx index get')]);
  });

  it('ends quietly when the program that reads it has enough', async () => {
    const shell = `set -o pipefail; "${process.execPath}" cli/cx.mjs metrics | head -1`;
    const { code, stdout, stderr } = await runProgram('bash', ['-c', shell], env);
    expect([code, stdout.split('\n').length, stderr]).toEqual([0, 2, '']);
  });
});
