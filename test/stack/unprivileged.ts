import { execFileSync } from 'node:child_process';

/** The user for programs that refuse to run as root; nothing when this process is not root. For the options of `spawn`. */
export function unprivileged(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (option: string) => Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
