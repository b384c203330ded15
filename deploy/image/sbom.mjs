/**
 * Writes the list of what the image holds: `npm sbom` on stdin, CycloneDX on stdout, with Node.js and the Debian packages of the shared
 * libraries that are named as arguments.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const sbom = JSON.parse(readFileSync(0, 'utf8'));
const node = { name: 'node', version: process.versions.node };
sbom.components.push({ ...described('application', node), purl: `pkg:generic/node@${node.version}` });
for (const library of new Map(process.argv.slice(2).flatMap(packageOf)).values())
  sbom.components.push({ ...described('library', library), purl: `pkg:deb/debian/${library.name}@${library.version}` });
process.stdout.write(`${JSON.stringify(sbom, undefined, 2)}\n`);

function described(type, { name, version }) {
  return { 'bom-ref': `${name}@${version}`, type, name, version };
}

/** The package that a file belongs to. A base without dpkg names none; its libraries are then listed as files. */
function packageOf(file) {
  for (const path of [file, `/usr${file}`]) {
    try {
      const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
      const name = execFileSync('dpkg-query', ['-S', path], options).split(':')[0];
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a format of dpkg-query
      const version = execFileSync('dpkg-query', ['-W', '-f=${Version}', name], options);
      return [[name, { name, version }]];
    } catch {
      // it is known by the other path, or not at all
    }
  }
  return [[file, { name: file, version: 'unknown' }]];
}
