import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file by its name inside the folder. */
export type Files = Readonly<Record<string, string | Buffer>>;

/**
 * Writes files for their owner alone. The same content again writes the same bytes; a file that says something else stays.
 *
 * @param differs  what is thrown about such a file, before anything is written
 */
export function writeFiles(folder: string, files: Files, differs: (path: string) => Error): readonly string[] {
  requireSame(folder, files, differs);
  mkdirSync(folder, { recursive: true });
  return Object.entries(files).map(([name, content]) => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  });
}

/** @throws what `differs` makes of the first file that is there and says something else */
export function requireSame(folder: string, files: Files, differs: (path: string) => Error): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    if (existsSync(path) && !readFileSync(path).equals(Buffer.from(content))) throw differs(path);
  }
}
