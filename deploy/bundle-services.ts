import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** A thread is a program of its own. */
const THREADS = ['services/scoring/verify/verify-thread.ts'];

/** Packages that stay as they are: machine code of their own, or files that they read beside themselves. */
const EXTERNAL = ['snappy', 'lz4-napi', '@hpcc-js/wasm-zstd', 'grpc-health-check', 'pg-native'];

/** Tells a bundled module where its source lay, so that it finds the files beside it. */
const PLACES = 'libs/places.js';

/** Packages in CommonJS expect these three. */
const FOR_COMMONJS = `import { createRequire as _createRequire } from 'node:module';
const require = _createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;`;

/**
 * Bundles the services with their packages. What several of them use is in chunks that they share. Loading 800 modules one by one takes
 * longer than everything else that a service does before it is ready. Names of functions are not kept: esbuild would define the name of each
 * inner function whenever it is made, which took a fifth of the time of judging. Nothing reads them, and errors set theirs themselves.
 *
 * @param root  the top of the sources
 * @param dist  the folder of the programs: services/scoring/main.js and so on, each with a source map beside it
 */
export async function bundleServices(root: string, dist: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [...programsIn(root), ...THREADS],
    outbase: '.',
    outdir: dist,
    chunkNames: 'services/chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'linked',
    sourcesContent: false,
    banner: { js: FOR_COMMONJS },
    external: EXTERNAL,
    logLevel: 'warning',
    plugins: [knowingPlaces(root)],
  });
  writeFileSync(join(dist, PLACES), "export const placeOf = (path) => new URL('../' + path, import.meta.url).href;\n");
}

function programsIn(root: string): string[] {
  const mains = readdirSync(join(root, 'services')).map((name) => `services/${name}/main.ts`);
  return mains.filter((main) => existsSync(join(root, main)));
}

/** Replaces `import.meta.url` of a source by the address that it has in the layout of the sources, under dist/. */
function knowingPlaces(root: string): Plugin {
  const places = `#${PLACES}`;
  return {
    name: 'knowing-places',
    setup: ({ onLoad, onResolve }) => {
      onResolve({ filter: new RegExp(`^${places}$`) }, () => ({ path: places, external: true }));
      onLoad({ filter: /\/(libs|services)\/.*\.ts$/, namespace: 'file' }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        const place = relative(root, path).split(sep).join('/').replace(/\.ts$/, '.js');
        if (!text.includes('import.meta.url') || place.includes('node_modules/')) return undefined;
        // By a name that no source has: one of its own would take the place of the import, without a word of the bundler.
        const contents = text.replaceAll('import.meta.url', `_placeOfSource('${place}')`);
        return { contents: `import { placeOf as _placeOfSource } from '${places}';${contents}`, loader: 'ts' };
      });
    },
  };
}
