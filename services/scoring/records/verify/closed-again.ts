import { canonicalJson } from '#libs/domain/canonical-json.js';
import { adjustmentName } from '../../adjustments/adjustment.js';
import type { ShardCut } from '../../counts/read.js';
import { type NotPayable, type SnapshotContent, snapshotName } from '../../periods/content.js';
import { PEOPLE, PEOPLE_FOR_OVERRIDE } from '../../periods/life/approvals.js';
import { type CloseTerms, closedContent } from '../../periods/life/closed-content.js';
import { ACCEPTABLE, APPROVAL_ROLES } from '../../periods/life/history.js';
import { makeContent } from '../../periods/make-content.js';
import type { PeriodReading } from '../../periods/read-period.js';
import { sha256Of } from '../record-hash.js';
import { type BundleFolder, fileOf } from './bundle-folder.js';
import { contentIn, type ReadRecord, type ReadSnapshot, SUPERSEDED } from './claims.js';
import { type Evidence, readingOf, withArrivalsOf } from './content-again.js';
import { BundleDiffers, mustBeSame, mustEqual } from './difference.js';

/**
 * Computes a closed version again: first the one that was approved, from the evidence, then what its approvers made of it.
 *
 * @throws {BundleDiffers}
 */
export function closedAgain(
  folder: BundleFolder,
  { content: closed }: ReadSnapshot,
  { path, claims: { cut, earlier_cut: earlierCut, superseded_sha256: claimed } }: ReadRecord,
  evidence: Evidence,
) {
  const bytes = fileOf(folder, SUPERSEDED);
  const contentSha256 = sha256Of(bytes);
  mustEqual('snapshot.json', 'approved_sha256', contentSha256, closed.approvedSha256);
  mustEqual(path, 'superseded_sha256', contentSha256, claimed);
  const approved = contentIn(SUPERSEDED, bytes);
  mustEqual(SUPERSEDED, 'period', closed.period, approved.period);
  if (approved.cutOffAt === undefined)
    throw new BundleDiffers({ file: SUPERSEDED, field: 'cut_off_at', expected: 'an instant', found: 'nothing' });
  const reading = readingOf(approved, cut, evidence);
  const made = approvedAgain(approved, earlierCut, reading);
  const again = evidence.batches === undefined ? withArrivalsOf(approved, made) : made;
  mustBeSame(SUPERSEDED, Buffer.from(canonicalJson(again)), bytes);
  const terms = termsOf(closed);
  const content = closedContent(again, contentSha256, terms);
  return { content, earlier: { contentSha256, cut: earlierCut }, reading };
}

/** Of the version before an approved one only the cut is known: its indexes are those from which the approved one says that it moved. */
export function approvedAgain(
  approved: SnapshotContent,
  earlierCut: readonly ShardCut[] | undefined,
  reading: PeriodReading,
): SnapshotContent {
  const inputs = approved.inputs.map(({ department, indexE4 = 0n, changeSinceLastVersionE4 }) => {
    return { department, indexE4: indexE4 - changeSinceLastVersionE4 };
  });
  const earlier =
    approved.supersedes === 0
      ? undefined
      : { content: { version: approved.supersedes, inputs }, cut: earlierCut ?? [] };
  return makeContent({ reading, earlier, reason: approved.reason, engine: approved.engine });
}

/** What a closed or restated version says about its approval: what was approved, by whom, and what they accepted. */
export function approvalOf(content: SnapshotContent): string {
  const { period, supersedes, approvedAs = [], accepted = [], adjustment, postingPeriod, run } = content;
  if (adjustment !== undefined)
    return `${adjustmentName({ period, number: adjustment })} as ${approvedAs.join(', ')}, in ${postingPeriod}, run ${run}`;
  const without = accepted.length === 0 ? '' : `, accepting ${accepted.join(', ')}`;
  return `${snapshotName({ period, version: supersedes })} as ${approvedAs.join(', ')}${without}`;
}

/** @throws {BundleDiffers} unless enough people of both roles signed */
function termsOf({ approvedAs = [], accepted = [], inputs }: SnapshotContent): CloseTerms {
  const needed = accepted.length > 0 ? PEOPLE_FOR_OVERRIDE : PEOPLE;
  const areEnough =
    approvedAs.length >= needed &&
    approvedAs.every((as) => APPROVAL_ROLES.words.some((role) => role === as)) &&
    APPROVAL_ROLES.words.every((role) => approvedAs.includes(role));
  if (!areEnough) {
    const expected = `${needed} people, among them ${APPROVAL_ROLES.words.join(' and ')}`;
    throw new BundleDiffers({ file: 'snapshot.json', field: 'approved_as', expected, found: approvedAs.join(', ') });
  }
  const other = accepted.find((reason) => !ACCEPTABLE.some((one) => one === reason));
  if (other !== undefined) {
    const expected = `among ${ACCEPTABLE.join(', ')}`;
    throw new BundleDiffers({ file: 'snapshot.json', field: 'accepted', expected, found: other });
  }
  const linesWith = (reason: NotPayable) =>
    new Set(inputs.flatMap((one) => (one.notPayableReasons.includes(reason) ? [one.department] : [])));
  return { approvedAs, accepted, held: linesWith('HELD'), upheld: linesWith('CONTEST_UPHELD') };
}
