import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { SettingError } from '../addresses.js';
import type { Issuer } from './issuer.js';

/** The tokens of one person at one issuer. */
export interface Session {
  readonly issuer: string;
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** By which `cx` gets the next access token; undefined where the issuer gives none. */
  readonly refreshToken: string | undefined;
}

/**
 * "" is the person who signed in with `cx login`. A session that other users could read is deleted: in the demo one gets another without
 * a step.
 *
 * @throws {SettingError} for such a session at an issuer of a company
 */
export function readSession(issuer: Issuer, person: string): Session | undefined {
  const file = sessionFile(issuer, person);
  if (isOpenToOthers(file)) {
    rmSync(file, { force: true });
    if (issuer.isDemo) return undefined;
    throw new SettingError(
      `Other users of this machine could read ${file}, so cx deleted the session in it. End your sessions at ${issuer.url}, then sign in again with: cx login`,
    );
  }
  try {
    const session = JSON.parse(readFileSync(file, 'utf8')) as Session;
    return session.issuer === issuer.url ? session : undefined;
  } catch {
    return undefined; // there is none, or it is damaged: one signs in again
  }
}

/** Windows has no such modes; there the folder of the user protects the file. */
function isOpenToOthers(file: string): boolean {
  const found = platform() === 'win32' ? undefined : statSync(file, { throwIfNoEntry: false });
  return found !== undefined && (found.mode & 0o077) !== 0;
}

/** Only the user may read it: mode 0600. */
export function writeSession(issuer: Issuer, person: string, session: Session): void {
  mkdirSync(issuer.sessions, { recursive: true, mode: 0o700 });
  const file = sessionFile(issuer, person);
  const next = `${file}.${process.pid}`;
  writeFileSync(next, JSON.stringify(session), { mode: 0o600 });
  renameSync(next, file);
}

export function removeSession(issuer: Issuer, person: string): void {
  rmSync(sessionFile(issuer, person), { force: true });
}

/** Where the session of a person is kept. */
export function sessionFile(issuer: Issuer, person: string): string {
  const hash = createHash('sha256').update(`${issuer.url}\n${person}`).digest('hex').slice(0, 32);
  return join(issuer.sessions, `${hash}.json`);
}
