import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { builtPrograms } from '#deploy/local/programs.js';
import type { ProgramOf } from '#deploy/local/services.js';
import { OLIST } from '#test/stack/publish-olist.js';

const run = promisify(execFile);

/** The built programs of one version. */
export interface Version {
  readonly programOf: ProgramOf;
  /** Its breaking migrations: a version that lacks one of them cannot work on tables that have it. */
  readonly breaking: readonly string[];
  /** The folder with the documents of the real orders as this version knows them. */
  readonly company: string;
  remove(): void;
}

/**
 * A commit from which the upgrade is tested, such as that of the last release: CX_PREVIOUS=v0.1.0. Unset: the version at hand is upgraded
 * to one with more migrations.
 */
export const PREVIOUS = process.env['CX_PREVIOUS'];

/** Builds an earlier version as `npm run build` does, from its sources in git and the packages of this checkout. */
export async function versionAt(commit: string): Promise<Version> {
  const folder = mkdtempSync(join(tmpdir(), 'cx-previous-'));
  const archive = join(folder, 'sources.tar');
  await run('git', ['archive', '--output', archive, commit]);
  await run('tar', ['-xf', archive, '-C', folder]);
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  await run(resolve('node_modules/.bin/tsx'), ['deploy/build.ts'], { cwd: folder });
  return { ...versionIn(join(folder, 'dist'), folder), company: join(folder, OLIST) };
}

/** One more migration of the tables of cases. */
export interface MoreMigration {
  /** "note"; the number comes before it. */
  readonly name: string;
  readonly sql: string;
}

/** The version at hand with more migrations: what a later version will be. */
export async function laterVersion(...more: readonly MoreMigration[]): Promise<Version> {
  const programOf = await builtPrograms();
  const folder = mkdtempSync(join(tmpdir(), 'cx-later-'));
  cpSync(resolve(dirname(programOf('scoring')), '../..'), folder, { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const migrations = join(folder, 'libs/cases/migrations');
  const known = readdirSync(migrations).length;
  for (const [place, { name, sql }] of more.entries())
    writeFileSync(join(migrations, `${String(known + place + 1).padStart(4, '0')}_${name}.sql`), sql);
  return versionIn(folder, folder);
}

/** The version at hand. */
export async function presentVersion(): Promise<Version> {
  const programOf = await builtPrograms();
  return { ...versionIn(resolve(dirname(programOf('scoring')), '../..'), ''), programOf, remove: () => undefined };
}

function versionIn(dist: string, folder: string): Version {
  return {
    programOf: (name) => join(dist, `services/${name}/main.js`),
    breaking: readdirSync(join(dist, 'libs/cases/migrations')).filter((name) => name.includes('_breaking_')),
    company: OLIST,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
