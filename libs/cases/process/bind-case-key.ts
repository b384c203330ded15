import { createHmac } from 'node:crypto';
import { CxError } from '#libs/domain/error.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** No ref of a case is made of it: a ref is made of a kind, a colon and an id. */
const CONSTANT = 'fingerprint of the case key';

/**
 * Binds the database of a department to its case key at the first start, and compares both at every later one. A database that already
 * has cases when it gets this table is bound to the key with which its process is started.
 *
 * @param caseKey  32 bytes
 * @throws {CxError} STORE_MISCONFIGURED when the database is bound to another key
 * @see   docs/decisions/0034-the-case-key-has-no-successor.md
 */
export async function bindCaseKey(database: Database, caseKey: Uint8Array): Promise<void> {
  const fingerprint = createHmac('sha256', caseKey).update(CONSTANT).digest();
  await database.execute(sql('bind-case-key'), [fingerprint]);
  const [bound] = await database.query<{ readonly fingerprint: Buffer }>(sql('find-case-key'), []);
  if (bound?.fingerprint.equals(fingerprint) === true) return;
  throw new CxError(
    'STORE_MISCONFIGURED',
    'CX_CASE_KEY is not the key under which this database names its cases; set the key of this installation, which never changes',
  );
}
