import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { identityOf, isRunning, type ProcessId, type StartedProcess } from './processes.mjs';

/** What runs from a data folder: the content of running.json in it. */
export interface Running extends ProcessId {
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly ports: readonly number[];
  /** gRPC addresses by service. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Everything it started and that has not ended. */
  readonly processes: readonly StartedProcess[];
}

/** A data folder that belongs to us until it is released. */
export interface FolderLock {
  /** What an earlier start left running because it was killed. */
  readonly leftovers: readonly StartedProcess[];
  /** Writes down what runs from the folder now. On a full disk, what was written before stays. */
  note(processes: readonly StartedProcess[]): void;
  release(): void;
}

/** Another start runs from the folder. */
export class FolderInUse extends Error {
  constructor(readonly running: Running) {
    super(`process ${running.pid} on ${running.host} runs from this folder`);
    this.name = 'FolderInUse';
  }
}

export const LOCK_FILE = 'running.json';
const TRIES = 20;

/**
 * Locks a data folder for this process. A lock whose process has ended is taken over; a reused process id is not mistaken for
 * it. A lock that was taken on another host is never taken over, because nothing is known about that host's processes.
 *
 * @throws {FolderInUse} when another process holds the lock
 */
export function lockFolder(dataDir: string, what: Pick<Running, 'ports' | 'addresses'>): FolderLock {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, LOCK_FILE);
  const identity = identityOf(process.pid) ?? '';
  const own = { pid: process.pid, identity, host: hostname(), since: new Date().toISOString(), ...what };
  const leftovers = take(file, { ...own, processes: [] });
  return {
    leftovers,
    note: (processes) => {
      if (read(file)?.identity !== identity) return;
      try {
        replace(file, { ...own, processes: [...leftovers.filter(isRunning), ...processes] });
      } catch (error) {
        if (!hasCode(error, 'ENOSPC')) throw error; // the reaper has the list too
      }
    },
    release: () => {
      if (read(file)?.identity === identity) rmSync(file, { force: true });
    },
  };
}

/** Creates the lock file, or replaces one that a dead process left. Returns what that process left running. */
function take(file: string, content: Running): readonly StartedProcess[] {
  const temporary = `${file}.${process.pid}`;
  try {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const before = read(file);
      if (before !== undefined && isHeld(before)) throw new FolderInUse(before);
      if (before !== undefined && !removeDead(file, before)) continue;
      const left = before?.processes.filter(isRunning) ?? [];
      if (created(temporary, file, { ...content, processes: left })) return left;
    }
    throw new Error(`${file} cannot be locked: other starts keep locking it`);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Whether we were first: a link is made whole or not at all, and never replaces a file. */
function created(temporary: string, file: string, content: Running): boolean {
  writeFileSync(temporary, JSON.stringify(content, undefined, 2));
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/**
 * Takes a dead lock away. When another start was quicker and has put its own lock there, that one is put back.
 *
 * @returns whether the dead lock was taken away
 */
export function removeDead(file: string, dead: Running): boolean {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
  const taken = read(aside);
  const isDead = taken?.identity === dead.identity;
  if (!isDead) linkSync(aside, file);
  rmSync(aside);
  return isDead;
}

function isHeld(running: Running): boolean {
  return running.host !== hostname() || isRunning(running);
}

/** A reader finds the old content or the new one, whole. */
function replace(file: string, content: Running): void {
  const temporary = `${file}.${process.pid}`;
  try {
    writeFileSync(temporary, JSON.stringify(content, undefined, 2));
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function read(file: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Running;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw new Error(`${file} is damaged. When nothing runs from its folder, remove it.`, { cause: error });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
