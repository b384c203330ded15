import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCK_FILE } from './folder-lock.js';

/** What makes a data folder one installation: batches of another one are refused, and only its key makes its case refs. */
export interface Installation {
  /** UUID, in every batch. */
  readonly id: string;
  /** 64 hex digits, for departments only; scoring never sees it. */
  readonly caseKey: string;
  /** Whether it was made for the documents of a company, so that the real orders do not belong into it. */
  readonly isCompanys: boolean;
  /** Whether it was made by this start. */
  readonly isNew: boolean;
}

export type GivenInstallation = Omit<Installation, 'isNew' | 'isCompanys'>;

const FILE = 'installation.json';

/**
 * Opens the installation of a data folder, or makes one.
 *
 * @param fresh  deletes everything that an earlier start left in the folder, except the lock
 * @param given  of a company: what a new installation takes of it; undefined: an installation for the real orders
 * @throws {Error} when `fresh` would delete files of a folder in which no installation was ever made
 */
export function openInstallation(dataDir: string, fresh: boolean, given?: Partial<GivenInstallation>): Installation {
  if (fresh) clear(dataDir);
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, FILE);
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { id: string; caseKey: string; isCompanys?: boolean };
    return { isCompanys: false, ...kept, isNew: false };
  }
  const made = {
    id: randomUUID(),
    caseKey: randomBytes(32).toString('hex'),
    isCompanys: given !== undefined,
    ...given,
  };
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return { ...made, isNew: true };
}

function clear(dataDir: string): void {
  const files = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => name !== LOCK_FILE) : [];
  if (files.length > 0 && !files.includes(FILE)) {
    throw new Error(`--fresh deletes nothing in ${dataDir}: it holds other files, and no ${FILE} of an earlier start`);
  }
  for (const name of files) rmSync(join(dataDir, name), { recursive: true, force: true });
}
