import type { LockedPackage } from './lock-file.js';

/** Licences that a company may use and pass on without asking. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

/** Licences that ask for something when the package is passed on; allowed for tools that stay with the developers. */
const ALLOWED_FOR_DEVELOPMENT = [...ALLOWED, 'MPL-2.0'];

/** Builds of a package for one platform: npm writes their licence into the lock file only where it has installed them. */
const BUILDS: readonly (readonly [build: RegExp, of: string])[] = [
  [/^@biomejs\/cli-/, '@biomejs/biome'],
  [/^@bufbuild\/buf-/, '@bufbuild/buf'],
];

/** The licence of a package, or of the package that it is a build of; empty when neither declares one. */
export function licenceOf({ name, license }: LockedPackage, all: readonly LockedPackage[]): string {
  if (license !== '') return license.replace(/^\((.*)\)$/, '$1');
  const of = BUILDS.find(([build]) => build.test(name))?.[1];
  return all.find((one) => one.name === of)?.license ?? '';
}

/**
 * Packages whose licence is not on the list, with why, one line each.
 *
 * An expression with OR is allowed when one side is; one with AND when both are.
 */
export function unknownLicences(packages: readonly LockedPackage[]): string[] {
  return packages.flatMap((one) => {
    const licence = licenceOf(one, packages);
    const allowed = one.isForDevelopment ? ALLOWED_FOR_DEVELOPMENT : ALLOWED;
    if (isAllowed(licence, allowed)) return [];
    const use = one.isForDevelopment ? 'for development' : 'in an installation';
    return [`${one.name} ${one.version}, ${use}: ${licence === '' ? 'it declares no licence' : licence}`];
  });
}

function isAllowed(expression: string, allowed: readonly string[]): boolean {
  if (/[()]/.test(expression)) return false; // nested expressions are for a person to read
  return expression.split(' OR ').some((side) => side.split(' AND ').every((licence) => allowed.includes(licence)));
}
