import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** A TypeScript file of this repository, as the tidy tests read it. */
export interface Source {
  /** From the top of the checkout: "libs/domain/time.ts". */
  readonly path: string;
  readonly lines: number;
  /** The code without comments; strings are still in it. */
  readonly code: string;
  /** Its imports, types included: "libs/domain/error.ts" for files of this repository, "node:fs" or "pg" for others. */
  readonly imports: readonly string[];
  readonly isTest: boolean;
}

/** The top of the checkout. */
export const ROOT = join(import.meta.dirname, '../..');

const FOLDERS = ['libs', 'services', 'cli', 'deploy', 'docs', 'test'];

/** All TypeScript files except generated ones. */
export function sources(): Source[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => posix.join(folder, file.replaceAll('\\', '/')))
      .filter((path) => /\.m?ts$/.test(path) && !path.startsWith('libs/contracts/')),
  ).map((path) => sourceOf(path, readText(path)));
}

/** Reads one file by its path from the top of the checkout. */
export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Every committed file. */
export function keptFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e8 });
  return list.split('\0').filter((path) => path !== '');
}

export function sourceOf(path: string, text: string): Source {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const imports = [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([\w@#./:-]+)'/g)].map((found) =>
    resolved(path, found[1] ?? ''),
  );
  return {
    path,
    lines: text.split('\n').length - 1,
    code,
    imports: [...new Set(imports)],
    isTest: path.startsWith('test/') || path.endsWith('.test.ts') || path.includes('/fixtures/'),
  };
}

function resolved(path: string, specifier: string): string {
  const own = specifier.startsWith('#')
    ? specifier.slice(1)
    : specifier.startsWith('.')
      ? posix.join(posix.dirname(path), specifier)
      : undefined;
  return own === undefined ? specifier : own.replace(/\.js$/, '.ts');
}
