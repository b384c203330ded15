import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtPrograms } from '#deploy/local/programs.js';
import { SERVICES } from '#deploy/local/services.js';
import { runProgram } from '#test/stack/run-cx.js';

const FILES = ['dist', 'package.json', 'package-lock.json', '.npmrc'];

/** What a deployment copies: the build, and the packages that are not for development. */
describe('an installation without development packages', () => {
  let folder: string;

  beforeAll(async () => {
    await builtPrograms(); // `npm run build`, unless dist/ comes from these sources
    folder = mkdtempSync(join(tmpdir(), 'cx-production-'));
    for (const file of FILES) cpSync(file, join(folder, file), { recursive: true });
    execFileSync('npm', ['ci', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: 'ignore',
    });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(SERVICES)('loads %s, which lists the settings that it misses', async (name) => {
    const main = join(folder, 'dist/services', name, 'main.js');
    const { code, stdout, stderr } = await runProgram(process.execPath, [main], { CX_DATABASE_URL: '' });
    const says = stdout + stderr;
    expect(says).toContain('CX_DATABASE_URL');
    expect(says).not.toMatch(/Cannot find|ERR_MODULE/);
    expect(code).not.toBe(0);
  });

  it('loads the codecs of Kafka', () => {
    const script = "Promise.all(['snappy','lz4-napi','@hpcc-js/wasm-zstd'].map((n) => import(n)))";
    execFileSync(process.execPath, ['-e', script], { cwd: folder });
  });

  it('runs cx', async () => {
    const { code } = await runProgram(process.execPath, [join(folder, 'dist/cli/cx.cjs'), '--help']);
    expect(code).toBe(0);
  });
});
