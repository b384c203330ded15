import { canonicalJson } from '#libs/domain/canonical-json.js';
import { ADJUSTMENT_REASONS, mayRelease } from '../../adjustments/adjustment.js';
import { PEOPLE, PEOPLE_FOR_EXTRA } from '../../adjustments/adjustment-state.js';
import { restatedContent, waitingIn } from '../../adjustments/restated-content.js';
import { RESTATEMENT_RUNS } from '../../adjustments/restatement-runs.js';
import type { SnapshotContent } from '../../periods/content.js';
import { APPROVAL_ROLES } from '../../periods/life/history.js';
import { type EarlierVersion, makeContent } from '../../periods/make-content.js';
import type { PeriodReading } from '../../periods/read-period.js';
import { sha256Of } from '../record-hash.js';
import { type BundleFolder, fileOf } from './bundle-folder.js';
import { contentIn, type ReadRecord, type ReadSnapshot, SUPERSEDED } from './claims.js';
import { type Evidence, readingOf, withArrivalsOf } from './content-again.js';
import { BundleDiffers, mustEqual } from './difference.js';

/**
 * A restated version again: the recount, what stays of the version that it corrects, and where it was posted by whom.
 *
 * @param arrivals  of which version the arrivals are taken, where there are no batches
 */
export function restatedVersion(
  { approvedAs = [], postingPeriod, run, ...claimed }: SnapshotContent,
  earlier: EarlierVersion & { readonly content: SnapshotContent },
  reading: PeriodReading,
  arrivals?: SnapshotContent,
): SnapshotContent {
  const reason = ADJUSTMENT_REASONS.words.find((one) => one === claimed.reason) ?? 'LATE_DATA';
  const made = makeContent({ reading, earlier, reason, engine: claimed.engine });
  const recounted = arrivals === undefined ? made : withArrivalsOf(arrivals, made);
  const terms = { number: claimed.adjustment ?? 0, reason, released: claimed.released };
  const content = restatedContent(recounted, earlier.content, terms);
  const approvedSha256 = sha256Of(Buffer.from(canonicalJson(content)));
  return {
    ...{ ...content, approvedSha256, approvedAs },
    ...(postingPeriod !== undefined && { postingPeriod }),
    ...(run !== undefined && { run }),
  };
}

/**
 * Computes a restated version again, from its evidence and the version that it corrects.
 *
 * @throws {BundleDiffers}
 */
export function restatedAgain(
  folder: BundleFolder,
  { content: restated }: ReadSnapshot,
  { path, claims: { cut, earlier_cut: earlierCut, superseded_sha256: claimed } }: ReadRecord,
  evidence: Evidence,
) {
  const bytes = fileOf(folder, SUPERSEDED);
  const contentSha256 = sha256Of(bytes);
  mustEqual(path, 'superseded_sha256', contentSha256, claimed);
  const corrected = contentIn(SUPERSEDED, bytes);
  mustEqual(SUPERSEDED, 'period', restated.period, corrected.period);
  if (corrected.state === 'PROVISIONAL') differ(SUPERSEDED, 'state', 'CLOSED or ADJUSTED', corrected.state);
  if (earlierCut === undefined) throw differing(path, 'earlier_cut', 'a cut', 'nothing');
  mustBeApproved(restated);
  mustBeReleased(restated, corrected);
  const reading = readingOf(restated, cut, evidence);
  const earlier = { content: corrected, contentSha256, cut: earlierCut };
  const arrivals = evidence.batches === undefined ? restated : undefined;
  return { content: restatedVersion(restated, earlier, reading, arrivals), earlier, reading };
}

/** @throws {BundleDiffers} unless enough people of both roles signed for a run and a reason that there is */
function mustBeApproved({ approvedAs = [], run = '', reason, postingPeriod = '' }: SnapshotContent): void {
  const needed = run === 'EXTRA' ? PEOPLE_FOR_EXTRA : PEOPLE;
  const areEnough =
    approvedAs.length >= needed &&
    approvedAs.every((as) => APPROVAL_ROLES.words.some((role) => role === as)) &&
    APPROVAL_ROLES.words.every((role) => approvedAs.includes(role));
  const people = `${needed} people, among them ${APPROVAL_ROLES.words.join(' and ')}`;
  if (!areEnough) differ('snapshot.json', 'approved_as', people, approvedAs.join(', '));
  if (!RESTATEMENT_RUNS.some((one) => one === run)) differ('snapshot.json', 'run', RESTATEMENT_RUNS.join(', '), run);
  if (!ADJUSTMENT_REASONS.words.some((one) => one === reason))
    differ('snapshot.json', 'reason', ADJUSTMENT_REASONS.words.join(', '), reason);
  if (postingPeriod === '') differ('snapshot.json', 'posting_period', 'a period', 'nothing');
}

/** @throws {BundleDiffers} unless a hold ends for its own reason, and it stood before */
function mustBeReleased({ reason, released = [] }: SnapshotContent, corrected: SnapshotContent): void {
  if (!mayRelease(reason, released)) {
    const expected = released.length === 0 ? 'departments' : 'nothing';
    differ('snapshot.json', 'released', expected, released.join(', '));
  }
  const held = waitingIn(corrected);
  const other = released.find((department) => !held.includes(department));
  if (other !== undefined) differ('snapshot.json', 'released', held.join(', '), other);
}

function differ(file: string, field: string, expected: string, found: string): never {
  throw differing(file, field, expected, found);
}

function differing(file: string, field: string, expected: string, found: string): BundleDiffers {
  return new BundleDiffers({ file, field, expected, found });
}
