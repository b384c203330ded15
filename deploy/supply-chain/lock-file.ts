import { readFileSync } from 'node:fs';

/** One package of package-lock.json. */
export interface LockedPackage {
  /** "@grpc/grpc-js" */
  readonly name: string;
  readonly version: string;
  /** Its licence as it declares it, an SPDX expression; empty where the lock file has none. */
  readonly license: string;
  /** Whether only development needs it: it is not part of an installation. */
  readonly isForDevelopment: boolean;
  /** Whether it wants to run a script when it is installed. */
  readonly hasInstallScript: boolean;
}

interface Entry {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
}

/** Every package that npm may install, sorted by name and version, each version once. */
export function lockedPackages(text = readLockFile()): LockedPackage[] {
  const { packages } = JSON.parse(text) as { readonly packages: Readonly<Record<string, Entry>> };
  const all = Object.entries(packages).flatMap(([path, entry]) => {
    const name = path.split('node_modules/').at(-1) ?? '';
    if (path === '' || entry.version === undefined) return [];
    const { version, license = '', dev = false, devOptional = false, hasInstallScript = false } = entry;
    return [{ name, version, license, isForDevelopment: dev || devOptional, hasInstallScript }];
  });
  const once = new Map(all.map((one) => [`${one.name}@${one.version}`, one]));
  for (const one of all) if (!one.isForDevelopment) once.set(`${one.name}@${one.version}`, one);
  return [...once.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function readLockFile(): string {
  return readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
}
