import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm run build` reads, relative to the top of the checkout. */
const READ = [
  'libs',
  'services',
  'cli',
  'proto/image.binpb',
  'deploy/build.ts',
  'deploy/bundle-services.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** The file in dist/ that says which sources it was made of. */
export const SOURCES_SHA256 = 'sources.sha256';

/** SHA-256, hex, over names and contents of everything that goes into a build. Takes some hundredths of a second. */
export function hashOfSources(root: string): string {
  const hash = createHash('sha256');
  for (const file of READ.flatMap((path) => filesUnder(root, path))) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function filesUnder(root: string, path: string): string[] {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
