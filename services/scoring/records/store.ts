import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { HashedRecord } from './record-root.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** The newest record of a department: the head of its chain. */
export type ChainHead = Pick<HashedRecord, 'position' | 'id' | 'chainSha256'>;

/** One link of a chain. */
export interface ChainLink extends ChainHead {
  /** periods/2018-08/snapshots/2 */
  readonly snapshot: string;
}

interface LinkRow {
  readonly position: number;
  readonly record_id: Buffer;
  readonly chain_sha256: Buffer;
}

export async function chainHeads(tx: Transaction): Promise<ReadonlyMap<string, ChainHead>> {
  const rows = await tx.query<LinkRow & { readonly department: string }>(sql('chain-heads'));
  return new Map(rows.map((row) => [row.department, linkOf(row)]));
}

/** Adds the records of a version. @throws unique_violation when another one took a place in a chain */
export async function addRecords(
  tx: Transaction,
  { period, version }: { readonly period: string; readonly version: number },
  records: readonly HashedRecord[],
): Promise<void> {
  await tx.execute(sql('add-records'), [
    ...[period, version, records.map(({ department }) => department), records.map(({ position }) => position)],
    ...[records.map(({ bytes }) => bytes), records.map(({ id }) => Buffer.from(id, 'hex'))],
    records.map(({ chainSha256 }) => Buffer.from(chainSha256, 'hex')),
  ]);
}

/** The records of a version, in no order; none of a snapshot that is older than records. */
export async function findRecords(
  tx: Pick<Database, 'query'>,
  period: string,
  version: number,
): Promise<readonly HashedRecord[]> {
  interface Row extends LinkRow {
    readonly department: string;
    readonly content: Buffer;
  }
  const rows = await tx.query<Row>(sql('find-records'), [period, version]);
  return rows.map((row) => ({ department: row.department, bytes: row.content, ...linkOf(row) }));
}

export async function chainThrough(
  tx: Pick<Database, 'query'>,
  department: string,
  position: number,
): Promise<readonly ChainLink[]> {
  const rows = await tx.query<LinkRow & { readonly period: string; readonly version: number }>(sql('chain-through'), [
    ...[department, position],
  ]);
  return rows.map((row) => ({ snapshot: `periods/${row.period}/snapshots/${row.version}`, ...linkOf(row) }));
}

function linkOf({ position, record_id, chain_sha256 }: LinkRow): ChainHead {
  return { position, id: record_id.toString('hex'), chainSha256: chain_sha256.toString('hex') };
}
