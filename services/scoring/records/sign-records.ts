import type { Transaction } from '#libs/postgres/database.js';
import type { SignFile } from '#libs/signing/keyed-signature.js';
import { snapshotName } from '../periods/content.js';
import type { StoredSnapshot } from '../periods/store.js';
import { sha256Of } from './record-hash.js';
import { type HashedRecord, rootBytes } from './record-root.js';
import { addSignature } from './signatures/store.js';

/**
 * Has the root over the records of a version signed, in the transaction that makes them.
 *
 * @param signRoot  undefined: the installation names no signer, and the version is not signed
 * @throws {CxError} SIGNER_UNAVAILABLE: then the transaction stores nothing
 */
export async function signRecords(
  tx: Transaction,
  { content, contentSha256 }: Pick<StoredSnapshot, 'content' | 'contentSha256'>,
  records: readonly HashedRecord[],
  signRoot: SignFile | undefined,
): Promise<void> {
  if (signRoot === undefined) return;
  const name = snapshotName(content);
  const root = rootBytes(name, contentSha256, records);
  await addSignature(tx, content, await signRoot(name, sha256Of(root)));
}
