import { isBuiltin } from 'node:module';
import { describe, expect, it } from 'vitest';
import { readText, sources } from './source.js';

const manifest = JSON.parse(readText('package.json')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};
/** libs/runtime/thread.ts loads tsx only where sources are run; a deployment runs the build. */
const FROM_SOURCES_ONLY = ['tsx'];

/** "@grpc/grpc-js" of "@grpc/grpc-js/build/x.js"; undefined for a file of this repository or a module of Node. */
function packageOf(imported: string): string | undefined {
  if (isBuiltin(imported) || /^(libs|services|cli|deploy|docs|test)\//.test(imported)) return undefined;
  return /^(@[^/]+\/)?[^/]+/.exec(imported)?.[0];
}

const used = new Set(
  sources()
    .filter(({ path, isTest }) => !isTest && /^(libs|services)\//.test(path))
    .flatMap(({ imports }) => imports.flatMap((imported) => packageOf(imported) ?? []))
    .filter((name) => !FROM_SOURCES_ONLY.includes(name)),
);

describe('the dependencies of package.json', () => {
  it('are exactly the packages that services and their libraries import', () => {
    expect([...used].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });

  it('have exact versions, all of them', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version))).toEqual([]);
  });
});
