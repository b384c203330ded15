import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'database-passwords.json';

/**
 * The passwords of the roles in the PostgreSQL of a data folder, for each name one. A name that has none gets one, and the file is
 * written anew, with mode 0600.
 */
export function databasePasswords(dataDir: string, names: readonly string[]): (name: string) => string {
  const file = join(dataDir, FILE);
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  const missing = names.filter((name) => kept[name] === undefined);
  const all = { ...kept, ...Object.fromEntries(missing.map((name) => [name, randomBytes(24).toString('base64url')])) };
  if (missing.length > 0) {
    writeFileSync(`${file}.new`, JSON.stringify(all, undefined, 2), { mode: 0o600 });
    renameSync(`${file}.new`, file); // whole or not at all: a start that is killed must not lose a password in use
  }
  return (name) => {
    const password = all[name];
    if (password === undefined) throw new Error(`there is no password of ${name}`);
    return password;
  };
}
