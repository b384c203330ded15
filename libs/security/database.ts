import type { DatabaseRights } from '#libs/domain/database-rights.js';
import type { Insecurity } from '#libs/domain/insecurity.js';
import { isLoopback } from './loopback.js';

/** How the settings say to reach PostgreSQL. */
export interface DatabaseAddress {
  readonly host: string;
  /** As `sslmode`. */
  readonly tls: string;
  /** Whether the certificate of the server is compared with an authority and with the host. */
  readonly isVerified: boolean;
}

/**
 * What is insecure about the database of a process. A role that may do everything has one reason, not also those that follow from it.
 *
 * Behind a pooler the server sees the connection of the pooler; that to the pooler is known by the settings only.
 */
export function databaseInsecurities(rights: DatabaseRights, address: DatabaseAddress): readonly Insecurity[] {
  return [...roleInsecurities(rights), ...connectionInsecurities(rights, address)];
}

function roleInsecurities(rights: DatabaseRights): readonly Insecurity[] {
  const detail = `role ${rights.role}`;
  if (rights.isSuperuser) return [{ reason: 'DATABASE_ROLE_IS_SUPERUSER', detail }];
  const found: Insecurity[] = [];
  if (rights.bypassesRows) found.push({ reason: 'DATABASE_ROLE_BYPASSES_ROWS', detail });
  if (rights.ownsTables) found.push({ reason: 'DATABASE_ROLE_OWNS_TABLES', detail });
  else if (rights.rewritable.length > 0) {
    found.push({ reason: 'DATABASE_ROLE_MAY_REWRITE', detail: `${detail}: ${rights.rewritable.join(', ')}` });
  }
  return found;
}

function connectionInsecurities(
  { isRemote, isEncrypted }: DatabaseRights,
  { host, tls, isVerified }: DatabaseAddress,
): readonly Insecurity[] {
  const leaves = !isLoopback(host);
  if ((leaves && tls === 'disable') || (isRemote && !isEncrypted)) {
    return [{ reason: 'DATABASE_UNENCRYPTED', detail: host }];
  }
  return leaves && !isVerified ? [{ reason: 'DATABASE_UNVERIFIED', detail: `${host}, sslmode=${tls}` }] : [];
}
