#!/usr/bin/env node
/**
 * The command `cx`. Node would spend 0.5 s on reading its TypeScript sources and packages one by one, so `cx` runs them as one
 * bundled file in node_modules/.cache/cx. The first line of the bundle names each source with its SHA-256. When a source has
 * changed, the bundle is built again, so `cx` never runs an old program (docs/decisions/0004).
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { constants, Script } from 'node:vm';

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, 'node_modules/.cache/cx');
const BUNDLE = join(CACHE, 'cx.cjs');
const COMPILED = join(CACHE, 'cx.v8');
const STAMP = join(CACHE, 'cx.stamp');

const text = currentBundle() ?? (await builtBundle());
if (text !== undefined) {
  if (module.enableCompileCache === undefined) runCompiled(text);
  else {
    module.enableCompileCache(CACHE); // from Node 22: V8 keeps the compiled bundle, too
    createRequire(import.meta.url)(BUNDLE);
  }
} else {
  await import('./main.ts');
}

/** The bundle, if it was built from the sources as they are now. */
function currentBundle() {
  try {
    const bundle = readFileSync(BUNDLE, 'utf8');
    const sources = Object.entries(JSON.parse(headOf(bundle).slice('// '.length)));
    const stamp = stampOf(bundle, sources);
    if (stamp.text === lastStamp()) return bundle;
    const isCurrent = sources.length > 0 && sources.every(([path, sha256]) => sha256Of(join(ROOT, path)) === sha256);
    if (isCurrent && stamp.isSettled) keep(STAMP, stamp.text);
    return isCurrent ? bundle : undefined;
  } catch {
    return undefined; // never built, or a source is gone
  }
}

/**
 * What the file system says of the sources. To read and hash them all takes 80 ms, to ask this 15 ms. The date of a file can be set by
 * a program, but not the time of its last change (ctime). Changes within one tick of its clock have the same time, so a stamp tells
 * contents apart only when the last change is some seconds old.
 */
function stampOf(bundle, sources) {
  const hash = createHash('sha256').update(headOf(bundle));
  let changedAt = 0;
  for (const [path] of sources) {
    const { ino, size, mtimeMs, ctimeMs } = statSync(join(ROOT, path));
    hash.update(`${ino} ${size} ${mtimeMs} ${ctimeMs}\n`);
    changedAt = Math.max(changedAt, ctimeMs);
  }
  return { text: hash.digest('hex'), isSettled: changedAt < Date.now() - 5_000 };
}

/** The stamp of the sources when all of them were last found to have the hashes of the bundle. */
function lastStamp() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined; // never kept
  }
}

/** The first line of the bundle. */
function headOf(bundle) {
  return bundle.slice(0, bundle.indexOf('\n'));
}

function sha256Of(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Builds the bundle. It cannot be built in a folder that is not writable, or from sources with a syntax error. */
async function builtBundle() {
  const { register } = await import('tsx/esm/api');
  register();
  try {
    const { bundle, writeBundle } = await import('./bundle.ts');
    const made = await bundle();
    writeBundle(BUNDLE, made);
    return made;
  } catch {
    return undefined; // the sources themselves then run, or report their mistake
  }
}

/**
 * Runs the bundle as `require` does, with what V8 compiled of it at an earlier start: a call then takes half the time. V8 refuses what
 * another version of it compiled. Of the source V8 compares only the length, so the SHA-256 of its first line stands before the rest.
 */
function runCompiled(bundle) {
  const source = createHash('sha256').update(headOf(bundle)).digest();
  const cachedData = compiledFrom(source);
  const wrapped = `(function (exports, require, module, __filename, __dirname) { ${bundle}\n})`;
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const script = new Script(wrapped, { filename: BUNDLE, cachedData, importModuleDynamically });
  if (cachedData === undefined || script.cachedDataRejected) {
    // At the end, so that it also holds the functions that the call needed.
    process.once('exit', () => keep(COMPILED, Buffer.concat([source, script.createCachedData()])));
  }
  const run = { exports: {} };
  script.runInThisContext()(run.exports, createRequire(BUNDLE), run, BUNDLE, CACHE);
}

function compiledFrom(source) {
  try {
    const bytes = readFileSync(COMPILED);
    return bytes.subarray(0, source.length).equals(source) ? bytes.subarray(source.length) : undefined;
  } catch {
    return undefined; // never kept
  }
}

/** Whole or not at all. Where the folder is not writable, each call does the work again. */
function keep(file, bytes) {
  try {
    writeFileSync(`${file}.${process.pid}`, bytes);
    renameSync(`${file}.${process.pid}`, file);
  } catch {}
}
