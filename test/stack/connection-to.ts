import { asFeed, asPerson } from '#cli/session/connections.js';
import { PEOPLE } from '#deploy/local/issuer/people.js';
import { SERVICES } from '#deploy/local/services.js';
import { LocalAuthority } from '#deploy/local/tls/local-authority.js';
import { type Connection, serviceConnection } from '#libs/grpc/connection.js';
import { TlsFiles } from '#libs/tls/tls-files.js';
import { named } from '#test/doubles/named-callers.js';

/** The data folder of the installation that answers at an address. */
const FOLDERS = new Map<string, string>();

/** Lets `connectionTo` find the certificates and the issuer behind these addresses. */
export function knowInstallation(addresses: Readonly<Record<string, string | undefined>>, dataDir: string): void {
  for (const address of Object.values(addresses)) if (address !== undefined) FOLDERS.set(address, dataDir);
}

/** @throws {Error} for an address of no installation of this test */
export function dataDirBehind(address: string): string {
  const folder = FOLDERS.get(address);
  if (folder === undefined) throw new Error(`no installation of this test answers at ${address}`);
  return folder;
}

/**
 * The connection of a caller with a name. At a server that a test started by itself the name is believed. At an installation it is proven as in
 * production: "console" is the person whom the demo acts for, the name of a service has its certificate, the people of the
 * demo have their names, and any other name is a feed with a token.
 */
export function connectionTo(address: string, caller: string): Connection {
  const dataDir = FOLDERS.get(address);
  if (dataDir === undefined) return named(caller);
  const env = { CX_DATA: dataDir };
  if (caller === 'console') return asPerson(env, '');
  if (PEOPLE.some(({ subject }) => subject === caller)) return asPerson(env, caller);
  if (!SERVICES.some((name) => name === caller)) return asFeed(caller, env);
  const files = new LocalAuthority({ dataDir }).filesOf(caller);
  return serviceConnection(new TlsFiles(files, { onReplaced: () => {}, onMistake: () => {} }));
}

/** The settings by which `cx` asks an installation of this test. */
export function cxEnv(addresses: Readonly<Record<string, string>>): { CX_ADDRESSES: string; CX_DATA: string } {
  const pairs = Object.entries(addresses);
  return {
    CX_ADDRESSES: pairs.map((pair) => pair.join('=')).join(),
    CX_DATA: dataDirBehind(pairs[0]?.[1] ?? ''),
  };
}
