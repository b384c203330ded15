import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RefusedPayout } from './refused-payout.js';

/** A file by its name inside the folder. */
export type FileTexts = Readonly<Record<string, string>>;

/**
 * Writes files for their owner alone. The same allocation again writes the same bytes; a file that says something else stays.
 *
 * @throws {RefusedPayout} FILE_DIFFERS, before anything is written
 */
export function writeFiles(folder: string, files: FileTexts): readonly string[] {
  const paths = Object.entries(files).map(([name, text]) => ({ path: join(folder, name), text }));
  const other = paths.find(({ path, text }) => existsSync(path) && readFileSync(path, 'utf8') !== text);
  if (other !== undefined) throw new RefusedPayout('FILE_DIFFERS', other.path);
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of paths) writeFileSync(path, text, { mode: 0o600 });
  return paths.map(({ path }) => path);
}
