import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { cacheDir } from '#deploy/local/cache.js';
import { freePort } from '#deploy/local/ports.js';
import { watched } from '#test/run/step.js';

const HELP = `npm run test:nodes             tries this checkout with newer versions of Node: 22 and 24
npm run test:nodes -- 22       tries one version

Each version runs the tests beside the code of what is installed (libs, services and cli). The newest of them then runs npm start
with 20,000 orders (--once): PostgreSQL, Kafka, six services and the replay. npm installs the versions from its package "node" into
the user's cache. Ends with 1 if one of them fails.`;

/** The versions beyond the oldest one, which package.json names and which all other tests use. */
const VERSIONS = ['22', '24'];

/** Pinned, so that no new release breaks a test. */
const RELEASES: Readonly<Record<string, string>> = { 22: '22.23.3', 24: '24.9.0' };

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', short: 'h', default: false } },
  allowPositionals: true,
});
if (values.help) console.log(HELP);
else process.exitCode = await tryAll(positionals.length === 0 ? VERSIONS : positionals);

async function tryAll(versions: readonly string[]): Promise<number> {
  const failed: string[] = [];
  for (const version of versions) {
    const fault = await faultOf(version, { startsAll: version === versions.at(-1) });
    console.log(`${fault === undefined ? 'ok ' : 'NO '}  Node ${version}${fault === undefined ? '' : `: ${fault}`}`);
    if (fault !== undefined) failed.push(version);
  }
  return failed.length === 0 ? 0 : 1;
}

/** What fails with that version of Node; undefined if nothing does. */
async function faultOf(version: string, { startsAll }: { readonly startsAll: boolean }): Promise<string | undefined> {
  const release = RELEASES[version];
  if (release === undefined) return `unknown version; the versions are ${VERSIONS.join(', ')}`;
  process.env['PATH'] = `${await install(release)}${delimiter}${process.env['PATH'] ?? ''}`;
  const { stdout } = await promisify(execFile)('node', ['--version']);
  if (stdout.trim() !== `v${release}`) return `node --version prints ${stdout.trim()}`;
  const installed = ['libs/', 'services/', 'cli/'];
  const workers = `--maxWorkers=${availableParallelism()}`;
  const projects = ['--project', 'unit', '--project', 'slow'];
  if ((await watched(['vitest', 'run', ...projects, '--reporter=dot', workers, ...installed])) !== 0)
    return 'the tests beside the code fail';
  return !startsAll || (await starts()) ? undefined : 'npm start fails';
}

/** The folder of the program. A marker file, written last, shows that an installation is complete. */
async function install(release: string): Promise<string> {
  const folder = cacheDir(`tools/node-${release}`);
  const programs = 'node_modules/node/bin';
  if (existsSync(join(folder, 'complete'))) return join(folder, programs);
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    const flags = ['--no-save', '--no-audit', '--no-fund', '--silent', '--prefix', making];
    await promisify(execFile)('npm', ['install', ...flags, `node@${release}`]);
    writeFileSync(join(making, 'complete'), '');
    mkdirSync(dirname(folder), { recursive: true });
    rmSync(folder, { recursive: true, force: true });
    renameSync(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return join(folder, programs);
}

async function starts(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'cx-node-'));
  process.env['CX_PORT_BASE'] = String(await freePort());
  try {
    return (await watched(['npm', 'start', '--', '--once', '--data', folder])) === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
