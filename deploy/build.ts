import { cpSync, existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, writeBundle } from '#cli/bundle.js';
import { bundleServices } from './bundle-services.js';
import { hashOfSources, SOURCES_SHA256 } from './sources-hash.js';

/**
 * `npm run build`: the services as programs in dist/, `node dist/services/scoring/main.js`, with the files that they read laid out like the
 * sources. The command line is one file that needs no packages: `node dist/cli/cx.cjs`.
 */
const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');

/** Whole or not at all: what starts meanwhile finds the old program or the new one. */
const making = `${DIST}.${process.pid}`;
const former = `${making}.former`;
try {
  const sources = hashOfSources(ROOT); // before they are read: an edit meanwhile must lead to the next build
  for (const folder of ['libs', 'services']) copy(folder, isReadAtRunTime);
  await bundleServices(ROOT, making);
  for (const file of ['proto/image.binpb', 'package.json', 'cli/import/maps']) copy(file);
  writeBundle(join(making, 'cli/cx.cjs'), await bundle());
  writeFileSync(join(making, SOURCES_SHA256), sources);
  if (existsSync(DIST)) renameSync(DIST, former);
  renameSync(making, DIST);
} finally {
  for (const left of [making, former]) rmSync(left, { recursive: true, force: true });
}

function copy(path: string, filter: (source: string) => boolean = () => true): void {
  cpSync(join(ROOT, path), join(making, path), { recursive: true, filter });
}

/** Statements and migrations. */
function isReadAtRunTime(path: string): boolean {
  return statSync(path).isDirectory() || /\.sql$/.test(path);
}
