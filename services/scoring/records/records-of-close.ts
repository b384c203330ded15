import { canonicalJson } from '#libs/domain/canonical-json.js';
import { CxError } from '#libs/domain/error.js';
import type { SignFile } from '#libs/signing/keyed-signature.js';
import { snapshotName } from '../periods/content.js';
import type { Seal } from '../periods/life/close-period.js';
import { findCut } from '../periods/store.js';
import { addMade } from './add-alongside.js';
import { type DecidingDocument, documentsNamed } from './documents.js';
import type { Engine } from './record.js';
import { signRecords } from './sign-records.js';
import { findRecords } from './store.js';
import { claimsIn } from './verify/claims.js';
import { approvedAgain } from './verify/closed-again.js';
import { readingOf, withArrivalsOf } from './verify/content-again.js';

/**
 * Adds the records of a closed version in the transaction of the close. They name the documents by which the approved version was made: what
 * was published since does not decide. They are added only if the approved version is computed again to the last digit.
 *
 * @param documents  all that decide
 * @param signRoot   signs their root; undefined: the closed version is not signed
 * @throws {CxError} RECORDS_NOT_MADE when the approved version has none; COUNTS_DIFFER when other figures are computed;
 *                   SIGNER_UNAVAILABLE
 */
export function recordsOfClose(
  engine: Engine,
  documents: () => readonly DecidingDocument[],
  signRoot?: SignFile,
): Seal {
  return async (tx, { stored, approved, view, cut }) => {
    const { period, version, supersedes } = approved.content;
    const name = snapshotName(approved.content);
    const superseded = await findRecords(tx, period, version);
    const [first] = superseded;
    if (first === undefined) throw new CxError('RECORDS_NOT_MADE', `${name} has none`, { field: 'content_sha256' });
    const evidence = {
      documents: documentsNamed(documents(), approved.content, first.bytes),
      rows: view.rows,
      waiting: superseded.flatMap(({ department, bytes }) => claimsIn(department, bytes).waiting),
      batches: undefined, // their counts are compared by hash, and who arrived when was read with the approved version
    };
    const reading = readingOf(approved.content, cut, evidence);
    const earlierCut = supersedes === 0 ? undefined : await findCut(tx, period, supersedes);
    const again = withArrivalsOf(approved.content, approvedAgain(approved.content, earlierCut, reading));
    if (canonicalJson(again) !== approved.bytes.toString())
      throw new CxError('COUNTS_DIFFER', `${name} is not what is computed at its cut now`, { field: 'content_sha256' });
    const records = await addMade(
      tx,
      {
        ...{ reading, content: stored.content, contentSha256: stored.contentSha256, engine },
        earlier: { contentSha256: approved.contentSha256, cut: earlierCut },
        documents: evidence.documents,
      },
      superseded,
    );
    await signRecords(tx, stored, records, signRoot);
  };
}
