import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { Guard } from './guard.js';
import { GUARDS } from './guards.js';
import { removed, rowOf, TABLE_BEGIN, TABLE_END, tableOf } from './table.js';

const HELP = `npm run mutations                 removes every guard once, in a copy of what is committed, and runs the test that must fail
npm run mutations -- --only fence guards whose name holds that word; what the table says of the others stays

Writes the table of those that were noticed into docs/reliability.md. Ends with 1 when one was not.`;

const ROOT = join(import.meta.dirname, '../..');
const DOCS = join(ROOT, 'docs/reliability.md');
const run = promisify(execFile);

const { values } = parseArgs({
  options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
});
if (values.help) console.log(HELP);
else process.exitCode = await main(values.only);

async function main(only: string | undefined): Promise<number> {
  const copy = mkdtempSync(join(tmpdir(), 'cx-mutations-'));
  execFileSync('git', ['clone', '--quiet', ROOT, copy]);
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const noticed: Guard[] = [];
  const guards = GUARDS.filter(({ guard }) => guard.includes(only ?? ''));
  try {
    for (const guard of guards) {
      const isNoticed = await isNoticedIn(copy, guard);
      console.log(`${isNoticed ? 'noticed' : 'MISSED '}  ${guard.guard}`);
      if (isNoticed) noticed.push(guard);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  writeTable((guard) => (guards.includes(guard) ? noticed.includes(guard) : undefined));
  console.log(`${noticed.length} of ${guards.length} guards are covered by a test`);
  return noticed.length === guards.length ? 0 : 1;
}

/** True if the test fails without the guard. */
async function isNoticedIn(copy: string, guard: Guard): Promise<boolean> {
  const file = join(copy, guard.file);
  const whole = readFileSync(file, 'utf8');
  writeFileSync(file, removed(whole, guard));
  try {
    const [command = '', ...args] = guard.test;
    await run(join(ROOT, 'node_modules/.bin', command), args, { cwd: copy, maxBuffer: 1e8, timeout: 300_000 });
    return false;
  } catch {
    return true;
  } finally {
    writeFileSync(file, whole);
  }
}

/** @param isNoticed  undefined for a guard that was not tried in this run: its row stays */
function writeTable(isNoticed: (guard: Guard) => boolean | undefined): void {
  const text = readFileSync(DOCS, 'utf8');
  const [before = '', rest = ''] = text.split(TABLE_BEGIN);
  const [table = '', after = ''] = rest.split(TABLE_END);
  const rows = GUARDS.filter((guard) => isNoticed(guard) ?? table.includes(rowOf(guard)));
  writeFileSync(DOCS, `${before}${TABLE_BEGIN}\n${tableOf(rows)}\n${TABLE_END}${after}`);
}
