import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { endWithUs } from '#deploy/local/reaper.js';

/** The user of the image. */
export const USER = '10001:10001';

/** Makes the folder the root of a process, read-only, as an engine does, and runs Node.js there as the user of the image. */
const IN_ROOT = [
  'mount --bind "$0" "$0"',
  'mount --rbind /proc "$0/proc"',
  'mount --rbind /dev "$0/dev"',
  'mount -o remount,ro,bind "$0"',
  `exec chroot --userspec=${USER} "$0" /usr/local/bin/node "$@"`,
].join(' && ');

type Env = Readonly<Record<string, string>>;

/** Starts a process of the image, with its output as it comes; it has this environment and nothing else. */
export function startInRoot(root: string, args: readonly string[], env: Env): ChildProcess {
  const child = spawn('unshare', ['--mount', 'sh', '-c', IN_ROOT, root, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithUs(child, args.join(' '));
  return child;
}

/** Runs a command of the image to its end. */
export async function runInRoot(root: string, args: readonly string[], env: Env = {}): Promise<string> {
  const options = { env: { PATH: process.env['PATH'] ?? '', ...env }, maxBuffer: 1e8 };
  const { stdout } = await promisify(execFile)('unshare', ['--mount', 'sh', '-c', IN_ROOT, root, ...args], options);
  return stdout;
}
