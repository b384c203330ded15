import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, faultOf, ROOT, type Step } from './step.js';

/** For tsc. Each checker works out for itself the types that several files use: four of them, the default, cost half as much again. */
export const TYPES = ['--noEmit', '--pretty', 'false', '--checkers', '2'];

/**
 * For tsc, too: what it found in each file and of what it made that, by their hashes. It checks again what changed and what depends on
 * it. `npm ci` removes the file, so that a clean checkout is checked whole.
 */
const KEPT = ['--incremental', '--tsBuildInfoFile', join(ROOT, 'node_modules/.cache/cx-index/types.tsbuildinfo')];

/** Checks of the sources that run none of them. */
export const CHECKS: readonly Step[] = [
  check('types', () => faultOf('tsc', ...TYPES, ...KEPT)),
  check('format and lint', () => faultOf('biome', 'ci', '--colors=off', '--error-on-warnings', '.')),
  check('contracts: lint', () => faultOf('buf', 'lint')),
  check('contracts: format', () => faultOf('buf', 'format', '--diff', '--exit-code')),
  check('contracts: no caller is broken', brokenCallers),
  check('contracts: generated code is current', staleContracts),
];

/** Compares the contracts with those of the newest release; before the first one, with the last committed image. */
async function brokenCallers(): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'cx-image-'));
  try {
    const before = join(folder, 'before.binpb');
    writeFileSync(before, imageBefore());
    return await faultOf('buf', 'breaking', '--against', before);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** An unpacked archive has no history: then the image at hand. */
function imageBefore(): Buffer {
  try {
    const [release] = git('tag', '--list', 'v*', '--merged', 'HEAD', '--sort=-version:refname').toString().split('\n');
    return git('show', `${release || 'HEAD'}:${IMAGE}`);
  } catch {
    return readFileSync(join(ROOT, IMAGE));
  }
}

/** Generates the contracts in another folder and compares every file. */
async function staleContracts(): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'cx-contracts-'));
  try {
    const fault =
      (await faultOf('buf', 'generate', '-o', folder)) ??
      (await faultOf('buf', 'build', '-o', join(folder, 'image.binpb')));
    if (fault !== undefined) return fault;
    const stale = differences(join(folder, 'libs/contracts'), join(ROOT, 'libs/contracts'));
    const image = readFileSync(join(folder, 'image.binpb')).equals(readFileSync(join(ROOT, IMAGE)));
    const all = image ? stale : [...stale, IMAGE];
    return all.length === 0 ? undefined : `differs from proto/, run npm run generate: ${all.join(', ')}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function differences(made: string, kept: string): string[] {
  const files = new Set([...filesUnder(made), ...filesUnder(kept)]);
  const text = (folder: string, file: string) =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : undefined;
  return [...files].filter((file) => text(made, file) !== text(kept, file));
}

function filesUnder(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.filter((file) => file.endsWith('.ts'));
}

function git(...args: readonly string[]): Buffer {
  return execFileSync('git', [...args], { cwd: ROOT, maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'ignore'] });
}

const IMAGE = 'proto/image.binpb';
