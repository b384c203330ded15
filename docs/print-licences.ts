import { licenceOf } from '#deploy/supply-chain/licences.js';
import { type LockedPackage, lockedPackages } from '#deploy/supply-chain/lock-file.js';

/** docs/licences.md: every package that npm installs, by licence. */
export function licencesPage(packages: readonly LockedPackage[] = lockedPackages()): string {
  const shipped = packages.filter(({ isForDevelopment }) => !isForDevelopment);
  const tools = packages.filter(({ isForDevelopment }) => isForDevelopment);
  return [
    '# Licences',
    '',
    '<!-- Printed by `npm run docs` from package-lock.json. `npm run sbom` writes the same as CycloneDX. -->',
    '',
    'The product itself has the licence [MIT](../LICENSE). A test refuses a package whose licence is not allowed',
    '(`deploy/supply-chain/licences.ts`). The jars of Kafka, PostgreSQL and Prometheus are not part of it: they have the licences',
    'Apache-2.0, PostgreSQL and Apache-2.0.',
    '',
    `## In an installation: ${shipped.length} packages`,
    '',
    ...table(shipped, packages),
    '',
    `## For development and tests only: ${tools.length} packages`,
    '',
    ...table(tools, packages),
    '',
  ].join('\n');
}

function table(some: readonly LockedPackage[], all: readonly LockedPackage[]): string[] {
  const licences = [...new Set(some.map((one) => licenceOf(one, all)))].toSorted();
  const rows = licences.map((licence) => [licence, some.filter((one) => licenceOf(one, all) === licence)] as const);
  return [
    '| licence | packages |',
    '| --- | --- |',
    ...rows.map(
      ([licence, ones]) => `| ${licence} | ${ones.map(({ name, version }) => `${name} ${version}`).join(', ')} |`,
    ),
  ];
}
