import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { UsageError } from '../command.js';

/** The heads that were seen last, by server. Hashes are hexadecimal. */
export type Heads = Readonly<Record<string, { readonly position: string; readonly hash: string }>>;

/** Reads remembered heads; none where there is no file yet. @throws {UsageError} when the file holds something else */
export function readHeads(file: string): Heads {
  if (!existsSync(file)) return {};
  const wrong = `${file} does not hold heads of audit logs; cx audit verify --heads FILE writes them`;
  let heads: unknown;
  try {
    heads = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(wrong, { cause });
  }
  const isHead = (head: { position?: unknown; hash?: unknown } | null) =>
    /^[1-9]\d{0,17}$/.test(String(head?.position)) && /^[0-9a-f]{64}$/.test(String(head?.hash));
  if (typeof heads !== 'object' || heads === null || !Object.values(heads).every(isHead)) throw new UsageError(wrong);
  return heads as Heads;
}

/** Replaces the file as a whole, so that a process that ends in between leaves the old one. */
export function writeHeads(file: string, heads: Heads): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(heads, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
