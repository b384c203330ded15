import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtPrograms } from '#deploy/local/programs.js';
import { findTool } from '#test/foreign/tools.js';
import { ROOT } from '#test/run/step.js';

const run = promisify(execFile);
const LIMIT = { timeout: 560_000, maxBuffer: 1e8 };

/** The root file system of the image. */
export interface ImageRoot {
  readonly folder: string;
  /** How the image is to be started, as its builder wrote it down; undefined where no builder is. */
  readonly config: ImageConfig | undefined;
  remove(): Promise<void>;
}

export interface ImageConfig {
  readonly User: string;
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly WorkingDir: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Env: readonly string[];
}

/**
 * Builds deploy/image/Dockerfile with buildah, where this machine has it, on a base of this machine's own programs: no registry of
 * images can be reached. Elsewhere the script of the Dockerfile lays out the same root without a builder.
 */
export async function imageRoot(): Promise<ImageRoot> {
  const buildah = await findTool('buildah');
  if (!('reason' in buildah)) return await built(buildah.path);
  console.warn(
    `\nTHE DOCKERFILE IS NOT BUILT: ${buildah.reason}. Its root is laid out by deploy/image/make-root.sh.\n`,
  );
  await builtPrograms();
  const folder = mkdtempSync(join(tmpdir(), 'cx-image-'));
  await run('sh', ['deploy/image/make-root.sh', folder], { ...LIMIT, cwd: ROOT });
  return { folder, config: undefined, remove: async () => rmSync(folder, { recursive: true, force: true }) };
}

async function built(program: string): Promise<ImageRoot> {
  const storage = mkdtempSync(join(tmpdir(), 'cx-buildah-'));
  const options = ['--storage-driver', 'vfs', '--root', join(storage, 'root'), '--runroot', join(storage, 'run')];
  const buildah = async (...args: readonly string[]) =>
    (await run(program, [...options, ...args], { ...LIMIT, cwd: ROOT })).stdout.trim();
  await makeBase(buildah);
  const mounts = ['/usr', '/etc', '/opt', '/var/lib/dpkg'].flatMap((folder) => ['--volume', `${folder}:${folder}:ro`]);
  const file = ['--isolation', 'chroot', '--build-arg', `BASE=localhost/${BASE}`, '--file', 'deploy/image/Dockerfile'];
  await buildah('bud', ...file, ...mounts, '--tag', 'cx-index:test', '.');
  const { OCIv1 } = JSON.parse(await buildah('inspect', '--type', 'image', 'cx-index:test')) as {
    readonly OCIv1: { readonly config: ImageConfig };
  };
  const container = await buildah('from', 'cx-index:test');
  const folder = await buildah('mount', container);
  const remove = async () => {
    await buildah('umount', container);
    rmSync(storage, { recursive: true, force: true });
  };
  return { folder, config: OCIv1.config, remove };
}

const BASE = 'cx-base';
/** Where this machine's packages come from: a base of another machine needs none of these. */
const PASSED = ['NODE_EXTRA_CA_CERTS', 'HTTPS_PROXY', 'NO_PROXY'];

/** An image that holds nothing but the links which a Debian has beside /usr. */
async function makeBase(buildah: (...args: readonly string[]) => Promise<string>): Promise<void> {
  const container = await buildah('from', 'scratch');
  const folder = await buildah('mount', container);
  await run('sh', [
    '-c',
    'cd "$0" && mkdir -p usr etc opt root tmp var/lib/dpkg && ln -s usr/bin usr/sbin usr/lib usr/lib64 .',
    folder,
  ]);
  await buildah('umount', container);
  const env = PASSED.flatMap((name) =>
    process.env[name] === undefined ? [] : ['--env', `${name}=${process.env[name]}`],
  );
  await buildah('config', '--env', 'PATH=/usr/local/bin:/usr/bin:/bin', '--env', 'HOME=/root', ...env, container);
  await buildah('commit', container, BASE);
}
