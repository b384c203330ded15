#!/usr/bin/env node
/**
 * The command `cx`. Node would spend 0.5 s on reading its TypeScript sources and packages one by one, so `cx` runs them as one
 * bundled file in node_modules/.cache/cx. The first line of the bundle names each source with its SHA-256. When a source has
 * changed, the bundle is built again, so `cx` never runs an old program (docs/decisions/0004).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, 'node_modules/.cache/cx');
const BUNDLE = join(CACHE, 'cx.cjs');

if (isCurrent() || (await isBuilt())) {
  module.enableCompileCache?.(CACHE); // from Node 22: V8 keeps the compiled bundle, too
  createRequire(import.meta.url)(BUNDLE);
} else {
  await import('./main.ts');
}

/** Whether the bundle was built from the sources as they are now. Reading and hashing all of them takes about 10 ms. */
function isCurrent() {
  try {
    const [head = ''] = readFileSync(BUNDLE, 'utf8').split('\n', 1);
    const sources = Object.entries(JSON.parse(head.slice('// '.length)));
    return sources.length > 0 && sources.every(([path, sha256]) => sha256Of(join(ROOT, path)) === sha256);
  } catch {
    return false; // never built, or a source is gone
  }
}

function sha256Of(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Builds the bundle. It cannot be built in a folder that is not writable, or from sources with a syntax error. */
async function isBuilt() {
  const { register } = await import('tsx/esm/api');
  register();
  try {
    const { bundle, writeBundle } = await import('./bundle.ts');
    writeBundle(BUNDLE, await bundle());
    return true;
  } catch {
    return false; // the sources themselves then run, or report their mistake
  }
}
