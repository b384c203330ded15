import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Issuer } from './issuer.js';
import { sessionFile } from './session-file.js';

const LOOK_EVERY_MS = 50;
/** A renewal asks the issuer twice, for at most ten seconds each. A lock that is older was left by a `cx` that died. */
const LEFT_AFTER_MS = 25_000;

/**
 * Lets one `cx` at a time renew a session. Many issuers give a refresh token that is good once, and end the whole session when it comes
 * a second time.
 */
export async function oneAtATime<T>(issuer: Issuer, person: string, renew: () => Promise<T>): Promise<T> {
  mkdirSync(issuer.sessions, { recursive: true, mode: 0o700 });
  const lock = `${sessionFile(issuer, person)}.lock`;
  while (!isTaken(lock)) await pause(LOOK_EVERY_MS);
  try {
    return await renew();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Takes the lock, unless another process has it. */
function isTaken(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const found = statSync(lock, { throwIfNoEntry: false });
    if (found !== undefined && Date.now() - found.mtimeMs > LEFT_AFTER_MS) rmSync(lock, { force: true });
    return false;
  }
}
