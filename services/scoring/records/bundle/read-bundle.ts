import { CxError } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { dumpLines } from '../../counts/dump.js';
import { snapshotName } from '../../periods/content.js';
import { findCut, findSnapshot, type StoredSnapshot } from '../../periods/store.js';
import { batchesThrough, countsThrough, throughCut } from '../archive-through.js';
import { type DecidingDocument, documentsNamed } from '../documents.js';
import { byShard } from '../make-record.js';
import type { HashedRecord } from '../record-root.js';
import { findSignatures } from '../signatures/store.js';
import { chainThrough, findRecords } from '../store.js';
import type { BundleSource } from './bundle-of.js';

export interface BundleQuery {
  readonly period: Period;
  readonly version: number;
  readonly withBatches: boolean;
}

/**
 * Reads what a bundle of a snapshot is written from, in one state of the database. Batches are read later, page by page: they never
 * change, so no transaction stays open while a slow client reads.
 *
 * @param documents  all versions, from which those that decided are picked
 * @throws {CxError} SNAPSHOT_UNKNOWN, RECORDS_NOT_MADE
 */
export async function readBundle(
  database: Database,
  { period, version, withBatches }: BundleQuery,
  documents: (tx: Transaction) => Promise<readonly DecidingDocument[]>,
): Promise<BundleSource> {
  const read = async (tx: Transaction) => {
    const name = snapshotName({ period: period.name, version });
    const stored = await findSnapshot(tx, period.name, version);
    if (stored === undefined) throw new CxError('SNAPSHOT_UNKNOWN', `there is no ${name}`, { field: 'name' });
    const records = inOrder(stored, await findRecords(tx, period.name, version));
    const superseded = await findSnapshot(tx, period.name, stored.content.supersedes);
    const cut = (await findCut(tx, period.name, version)).toSorted(byShard);
    const shards = [];
    for (const at of cut) shards.push({ ...at, ...(await throughCut(tx, at)) });
    const chains = new Map<string, Awaited<ReturnType<typeof chainThrough>>>();
    for (const { department, position } of records)
      chains.set(department, await chainThrough(tx, department, position));
    return {
      ...{ snapshot: name, content: stored.bytes, superseded: superseded?.bytes, records, chains, shards },
      documents: documentsNamed(await documents(tx), stored.content, records[0]?.bytes ?? Buffer.alloc(0)),
      countLines: dumpLines(await countsThrough(tx, shards, stored.content)),
      signatures: await findSignatures(tx, period.name, version),
    };
  };
  const { shards, ...source } = await database.transaction(read, {
    ...{ isolation: 'repeatable read', readOnly: true, statementTimeoutMs: 120_000 },
  });
  const batches = shards.map((at) => ({ ...at, batches: batchesThrough(database, at) }));
  const keys = source.signatures.map(({ key }) => key);
  return { ...source, keys, batches: withBatches ? batches : [] };
}

/** The records in the order of the snapshot. */
function inOrder({ content }: StoredSnapshot, records: readonly HashedRecord[]): readonly HashedRecord[] {
  if (records.length === 0)
    throw new CxError('RECORDS_NOT_MADE', `${snapshotName(content)} was frozen before records were made`, {
      field: 'name',
    });
  return content.inputs.flatMap((input) => records.filter(({ department }) => department === input.department));
}
