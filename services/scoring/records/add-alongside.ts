import { canonicalJson } from '#libs/domain/canonical-json.js';
import { CxError } from '#libs/domain/error.js';
import type { Transaction } from '#libs/postgres/database.js';
import type { MadeSnapshot } from '../periods/create-snapshot.js';
import { type DecidingDocument, decidingDocuments } from './documents.js';
import { makeRecords, type RecordsOptions } from './make-record.js';
import type { Engine } from './record.js';
import { type HashedRecord, hashedRecord } from './record-root.js';
import { addRecords, chainHeads, findRecords } from './store.js';
import { contentAgain, withArrivalsOf } from './verify/content-again.js';

/**
 * Adds the records of a snapshot in the transaction that makes it, so that there is never one without the other. They are added only if
 * the documents that they name make the snapshot again, as every verifier will.
 *
 * @param documents  all that decide, as the rulesets were made of them
 */
export function recordsAlongside(engine: Engine, documents: () => readonly DecidingDocument[]) {
  return async (tx: Transaction, made: MadeSnapshot): Promise<void> => {
    const { stored, reading, earlier } = made;
    const { content, contentSha256 } = stored;
    const named = decidingDocuments(documents(), content.rulesetSha256);
    checkAgain(made, named, engine);
    const superseded = await findRecords(tx, content.period, content.supersedes);
    await addMade(tx, { reading, content, contentSha256, earlier, engine, documents: named }, superseded);
  };
}

/**
 * Makes the records of a version, each the next one in the chain of its department, and adds them.
 *
 * @param superseded  the records of the version before
 */
export async function addMade(
  tx: Transaction,
  options: Omit<RecordsOptions, 'placeOf'>,
  superseded: readonly HashedRecord[],
): Promise<readonly HashedRecord[]> {
  const heads = await chainHeads(tx);
  const records = makeRecords({
    ...options,
    placeOf: (department) => ({
      position: (heads.get(department)?.position ?? 0) + 1,
      previous: heads.get(department)?.id,
      supersedes: superseded.find((one) => one.department === department)?.id,
    }),
  });
  const hashed = records.map((record) => hashedRecord(record, heads.get(record.department)?.chainSha256));
  await addRecords(tx, options.content, hashed);
  return hashed;
}

/** @throws {CxError} SNAPSHOT_RACE when a document was published between reading the rules and naming them */
function checkAgain(
  { stored, reading, earlier }: MadeSnapshot,
  named: readonly DecidingDocument[],
  engine: Engine,
): void {
  const { view, cut } = reading.counts;
  const evidence = { documents: named, rows: view.rows, waiting: view.waiting, batches: undefined };
  const again = withArrivalsOf(
    stored.content,
    contentAgain({ content: stored.content, earlier, engine }, cut, evidence),
  );
  if (canonicalJson(again) === canonicalJson(stored.content)) return;
  throw new CxError('SNAPSHOT_RACE', 'a document was published at this moment', { field: 'period' });
}
