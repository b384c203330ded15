import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { lockedPackages } from './lock-file.js';

/** The part of a CycloneDX document that is read here. */
export interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: readonly { readonly 'bom-ref': string; readonly purl: string }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/**
 * The software bill of materials: CycloneDX, as `npm sbom` makes it of package-lock.json.
 *
 * npm 11.19.1 with `--omit=dev` leaves out what an installation and a tool both need: pg, yaml and 47 others. So npm lists everything, and
 * what only development needs is taken out here.
 *
 * @param withTools  also what only development needs
 */
export function makeSbom({ withTools }: { readonly withTools: boolean }): Sbom {
  const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
  const all = JSON.parse(execFileSync('npm', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })) as Sbom;
  return withTools ? all : withoutTools(all);
}

/** "pkg:npm/%40grpc/grpc-js@1.14.7" as "@grpc/grpc-js@1.14.7" */
export function packageOf({ purl }: { readonly purl: string }): string {
  return decodeURIComponent(purl.replace(/^pkg:npm\//, ''));
}

function withoutTools(all: Sbom): Sbom {
  const tools = new Set(
    lockedPackages().flatMap(({ name, version, isForDevelopment }) => (isForDevelopment ? [`${name}@${version}`] : [])),
  );
  const components = all.components.filter((one) => !tools.has(packageOf(one)));
  const left = new Set(all.components.filter((one) => tools.has(packageOf(one))).map((one) => one['bom-ref']));
  const dependencies = all.dependencies
    .filter(({ ref }) => !left.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => !left.has(one)) }));
  return { ...all, components, dependencies };
}

/** `npm run sbom [FILE]`: writes what an installation consists of. Default: dist/sbom.cdx.json */
if (import.meta.filename === process.argv[1]) {
  const file = process.argv[2] ?? 'dist/sbom.cdx.json';
  const sbom = makeSbom({ withTools: false });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`${file}: ${sbom.components.length} packages, ${sbom.bomFormat} ${sbom.specVersion}`);
}
