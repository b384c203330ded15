import { canonicalJson } from '#libs/domain/canonical-json.js';
import { CxError } from '#libs/domain/error.js';
import type { SignFile } from '#libs/signing/keyed-signature.js';
import type { SealRestated } from '../adjustments/post-adjustment.js';
import { snapshotName } from '../periods/content.js';
import { addMade } from './add-alongside.js';
import { type DecidingDocument, documentsNamed } from './documents.js';
import type { Engine } from './record.js';
import { signRecords } from './sign-records.js';
import { findRecords } from './store.js';
import { readingOf } from './verify/content-again.js';
import { restatedVersion } from './verify/restated-again.js';

/**
 * Adds the records of a restated version in the transaction of its posting. They name the documents by which the corrected version was made. They
 * are added only if the restated version is computed again to the last digit, as every verifier will.
 *
 * @param documents  all that decide
 * @param signRoot   signs their root; undefined: the restated version is not signed
 * @throws {CxError} RECORDS_NOT_MADE when the corrected version has none; COUNTS_DIFFER when other figures are computed; SIGNER_UNAVAILABLE
 */
export function recordsOfRestated(
  engine: Engine,
  documents: () => readonly DecidingDocument[],
  signRoot?: SignFile,
): SealRestated {
  return async (tx, { stored, cut, view, corrected, correctedCut }) => {
    const { period, version } = corrected.content;
    const superseded = await findRecords(tx, period, version);
    const [first] = superseded;
    if (first === undefined)
      throw new CxError('RECORDS_NOT_MADE', `${snapshotName(corrected.content)} has none`, { field: 'content_sha256' });
    const evidence = {
      documents: documentsNamed(documents(), corrected.content, first.bytes),
      rows: view.rows,
      waiting: view.waiting,
      batches: undefined, // what arrived when was read for the proposal, and every verifier reads it again
    };
    const reading = readingOf(stored.content, cut, evidence);
    const earlier = { content: corrected.content, contentSha256: corrected.contentSha256, cut: correctedCut };
    if (canonicalJson(restatedVersion(stored.content, earlier, reading, stored.content)) !== stored.bytes.toString())
      throw new CxError('COUNTS_DIFFER', `${snapshotName(stored.content)} is not what is computed at its cut now`, {
        field: 'content_sha256',
      });
    const records = await addMade(
      tx,
      {
        ...{ reading, content: stored.content, contentSha256: stored.contentSha256, engine, earlier },
        documents: evidence.documents,
      },
      superseded,
    );
    await signRecords(tx, stored, records, signRoot);
  };
}
