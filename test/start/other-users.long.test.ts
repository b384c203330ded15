import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runProgram } from '#test/stack/run-cx.js';
import { freePortBase, watched } from '#test/stack/run-start.js';
import { keptFiles } from '#test/tidy/source.js';

/** The uid and gid "nobody" of Debian, which own nothing. */
const OTHER = 65_534;
const isRoot = process.getuid?.() === 0;

/** As a user that is not root; without root it is the user of this run. */
function asOther(command: string): [string, string[]] {
  if (!isRoot) return ['sh', ['-c', command]];
  return ['setpriv', [`--reuid=${OTHER}`, `--regid=${OTHER}`, '--clear-groups', 'sh', '-c', command]];
}

describe('a user that is not root, in a checkout whose path has a blank', () => {
  const home = mkdtempSync(join(tmpdir(), 'cx a user '));
  const checkout = join(home, 'my check out');
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('starts everything with npm start, and types what it prints', async () => {
    copyOfCheckout(checkout);
    if (isRoot) execFileSync('chown', ['-R', '-h', `${OTHER}:${OTHER}`, home]);
    const base = String(await freePortBase());
    const env = { HOME: home, KAFKA_BROKERS: 'none', CX_PORT_BASE: base, npm_config_cache: join(home, 'npm') };
    const [program, args] = asOther(`cd '${checkout}' && exec npm start -- --no-replay`);
    const start = watched(program, args, env);
    try {
      await start.until(/Ready in \d+ s/);
      const [, doctor = ''] = /^ +(npx cx doctor) /m.exec(start.printed()) ?? [];
      const typed = asOther(`cd '${checkout}' && ${doctor}`);
      const { code, stdout, stderr } = await runProgram(...typed, {
        HOME: home,
        npm_config_cache: env.npm_config_cache,
      });
      expect([code, stderr, stdout]).toEqual([0, '', expect.stringContaining('nothing is lost')]);
    } finally {
      start.child.kill('SIGINT');
    }
    await start.ended;
    expect(start.printed()).not.toMatch(/EACCES|EPERM|ENOENT/);
    expect(readdirSync(join(checkout, '.cx'))).not.toContain('running.json');
  });
});

/** The files that git keeps, with the packages of this checkout, or a copy where another user may not enter it. */
function copyOfCheckout(target: string): void {
  for (const path of keptFiles()) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    cpSync(path, join(target, path));
  }
  const packages = join(process.cwd(), 'node_modules');
  const [program, args] = asOther(`test -r '${join(packages, '.package-lock.json')}'`);
  try {
    execFileSync(program, args);
    symlinkSync(packages, join(target, 'node_modules'));
  } catch {
    cpSync(packages, join(target, 'node_modules'), { recursive: true, verbatimSymlinks: true });
  }
}
