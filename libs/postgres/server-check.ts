import { CxError } from '#libs/domain/error.js';

/** What ./sql/greet.sql reads of a new connection. */
export interface Greeting {
  /** Whether one server process serves this connection alone; false behind a pooler. */
  readonly is_own: boolean;
  /** "150004" is 15.4. */
  readonly version: number;
  /** "UTF8"; fixed when the database is created. */
  readonly encoding: string;
  readonly is_replica: boolean;
  readonly is_read_only: boolean;
}

/** The oldest PostgreSQL that the suites of test/contract are run on. */
export const OLDEST_VERSION = 15;

/**
 * Refuses a server that this product cannot use.
 *
 * @throws {CxError} STORE_MISCONFIGURED with the setting to change
 */
export function checkServer({ version, encoding, is_replica: isReplica, is_read_only: isReadOnly }: Greeting): void {
  const major = Math.floor(version / 10_000);
  if (major < OLDEST_VERSION) {
    throw unusable(`it is PostgreSQL ${major}, and PostgreSQL ${OLDEST_VERSION} or newer is needed`);
  }
  if (encoding !== 'UTF8') {
    throw unusable(
      `its encoding is ${encoding}, which cannot hold every id; create it with: create database ... encoding 'UTF8' template template0`,
    );
  }
  if (isReplica) {
    throw unusable('it is a read-only replica; set CX_DATABASE_URL to the address of the primary');
  }
  if (isReadOnly) {
    throw unusable(
      'it is read-only for this user; set default_transaction_read_only to off for the user and the database',
    );
  }
}

function unusable(why: string): CxError {
  return new CxError('STORE_MISCONFIGURED', `the database of CX_DATABASE_URL cannot be used: ${why}`);
}
