import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import { build, type Loader, type Plugin } from 'esbuild';

/**
 * Builds `cx` as one file: cli/main.ts with everything it imports, packages included. `cli/cx.mjs` keeps it in a cache, and
 * `npm run build` writes it to dist/.
 */
const ROOT = join(import.meta.dirname, '..');

/** Files that decide what is built without being imported. The lock file of npm changes with every installed package. */
const ALSO_READ = ['package.json', 'node_modules/.package-lock.json', 'cli/bundle.ts'];

/** A program, after a first line with the SHA-256 of each file that it was built from, by path from the top. */
export async function bundle(): Promise<string> {
  const hashes = new Map(ALSO_READ.map((path) => [path, sha256(readFileSync(join(ROOT, path)))]));
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['cli/main.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
    logLevel: 'silent',
    // Libraries with machine code of their own. They are loaded when a topic is compressed that way; until then they need not be there.
    external: ['snappy', 'lz4-napi', '@hpcc-js/wasm-zstd'],
    plugins: [hashing(hashes)],
  });
  const [program] = outputFiles;
  if (program === undefined) throw new Error('esbuild built nothing');
  return `// ${JSON.stringify(Object.fromEntries(hashes))}\n${program.text}`;
}

/** Writes the bundle in one step: a `cx` that starts meanwhile finds the old one or the new one, whole. */
export function writeBundle(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const written = `${file}.${process.pid}`;
  writeFileSync(written, text);
  renameSync(written, file);
}

/** Hashes the very bytes that are compiled. A file that is edited during the build then differs from its hash. */
function hashing(hashes: Map<string, string>): Plugin {
  return {
    name: 'hashing',
    setup: ({ onLoad }) => {
      onLoad({ filter: /./, namespace: 'file' }, ({ path }) => {
        const contents = readFileSync(path);
        hashes.set(relative(ROOT, path).split(sep).join('/'), sha256(contents));
        return { contents, loader: LOADERS[extname(path)] ?? 'js' };
      });
    },
  };
}

const LOADERS: Readonly<Record<string, Loader | undefined>> = { '.ts': 'ts', '.json': 'json' };

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
