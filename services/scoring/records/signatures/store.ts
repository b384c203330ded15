import { PURPOSES } from '#libs/domain/signed-message.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { KeyedSignature } from '#libs/signing/keyed-signature.js';

const sql = sqlFolder(import.meta.url, '../sql/');

/** Adds the signature of a version in the transaction that closes it. */
export async function addSignature(
  tx: Transaction,
  { period, version }: { readonly period: string; readonly version: number },
  { key, keyId, purpose, sha256, signedAt, signature }: KeyedSignature,
): Promise<void> {
  await tx.execute(sql('add-signature'), [
    ...[period, version, keyId, Buffer.from(key.publicKey, 'hex'), new Date(key.from), PURPOSES.numberOf(purpose)],
    ...[Buffer.from(sha256, 'hex'), new Date(signedAt), Buffer.from(signature, 'hex')],
  ]);
}

interface SignatureRow {
  readonly key_id: string;
  readonly public_key: Buffer;
  readonly key_from: Date;
  readonly purpose: number;
  readonly sha256: Buffer;
  readonly signed_at: Date;
  readonly signature: Buffer;
}

/** The signatures of a version; none of one that is not closed, or was closed without a signer. */
export async function findSignatures(
  tx: Pick<Database, 'query'>,
  period: string,
  version: number,
): Promise<readonly KeyedSignature[]> {
  const rows = await tx.query<SignatureRow>(sql('find-signatures'), [period, version]);
  return rows.map((row) => ({
    keyId: row.key_id,
    purpose: PURPOSES.wordOf(row.purpose),
    sha256: row.sha256.toString('hex'),
    signedAt: row.signed_at.getTime(),
    signature: row.signature.toString('hex'),
    key: {
      ...{ keyId: row.key_id, publicKey: row.public_key.toString('hex') },
      ...{ from: row.key_from.getTime(), until: undefined },
    },
  }));
}
