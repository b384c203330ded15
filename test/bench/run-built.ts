import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { FEW_CORES } from '#deploy/local/children.js';

const ROOT = join(import.meta.dirname, '../..');

/** Packages in CommonJS expect this. */
const FOR_COMMONJS = `import { createRequire as _createRequire } from 'node:module'; const require = _createRequire(import.meta.url);`;

/**
 * Runs a program of the bench as services run: bundled, and with their arguments of Node. tsx defines the name of each inner function whenever it
 * is made, which deployed code does not do, and which takes a good part of the time of judging.
 *
 * @param entry  from the top of the sources: "test/bench/intake-program.ts"
 */
export async function runBuilt(entry: string, args: readonly string[]): Promise<void> {
  const folder = join(ROOT, 'node_modules', `.cx-bench-${process.pid}`);
  mkdirSync(folder);
  try {
    const file = join(folder, 'program.mjs');
    await build({
      ...{ absWorkingDir: ROOT, entryPoints: [entry], outfile: file, bundle: true, packages: 'external' },
      ...{ platform: 'node', target: 'node20', format: 'esm', logLevel: 'warning', banner: { js: FOR_COMMONJS } },
      plugins: [inItsPlace],
    });
    const child = spawn(process.execPath, [...FEW_CORES, file, ...args], { stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`${entry} ended with ${code}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tells each module where its source lies: it reads files beside itself. */
const inItsPlace: Plugin = {
  name: 'in-its-place',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/, namespace: 'file' }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.')) return undefined;
      const contents = text
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path));
      return { contents, loader: 'ts' };
    });
  },
};
