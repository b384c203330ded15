import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What makes this data folder one installation: batches of another one are refused, and only its key makes its case refs. */
export interface Installation {
  /** UUID, in every batch. */
  readonly id: string;
  /** 64 hex digits, for departments only; scoring never sees it. */
  readonly caseKey: string;
  /** Whether the folder was empty before. */
  readonly isNew: boolean;
}

/** Opens the installation of a data folder, or founds one. `fresh` forgets everything that was there. */
export function openInstallation(dataDir: string, fresh: boolean): Installation {
  if (fresh) rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'installation.json');
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { id: string; caseKey: string };
    return { ...kept, isNew: false };
  }
  const made = { id: randomUUID(), caseKey: randomBytes(32).toString('hex') };
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return { ...made, isNew: true };
}
