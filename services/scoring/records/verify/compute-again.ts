import { canonicalJson } from '#libs/domain/canonical-json.js';
import { makeRecords } from '../make-record.js';
import { sha256Of } from '../record-hash.js';
import { type BundleFolder, fileOf, mustHaveOnly } from './bundle-folder.js';
import { contentIn, type ReadRecord, type ReadSnapshot, type RecordClaims, SUPERSEDED } from './claims.js';
import { closedAgain } from './closed-again.js';
import { contentOf, type Evidence, readingOf, withArrivalsOf } from './content-again.js';
import { mustBeSame, mustEqual } from './difference.js';
import { restatedAgain } from './restated-again.js';

/**
 * Computes the snapshot and every record again, by the same pure engine, and compares them to the last digit.
 *
 * @throws {BundleDiffers}
 */
export function computeAgain(folder: BundleFolder, snapshot: ReadSnapshot, evidence: Evidence): void {
  const [first] = snapshot.records;
  if (first === undefined) return;
  const again = AGAIN.get(snapshot.content.state) ?? provisionalAgain;
  const { content, earlier, reading } = again(folder, snapshot, first, evidence);
  mustBeSame('snapshot.json', Buffer.from(canonicalJson(content)), snapshot.bytes);
  const places = new Map(snapshot.records.map((record) => [record.department, record.claims]));
  const records = makeRecords({
    ...{ reading, content, contentSha256: snapshot.sha256, earlier, documents: evidence.documents },
    engine: first.claims.engine,
    placeOf: (department) => placeOf(places.get(department)),
  });
  for (const record of records) {
    const read = snapshot.records.find(({ department }) => department === record.department);
    if (read !== undefined) mustBeSame(read.path, Buffer.from(canonicalJson(record)), read.bytes);
  }
}

/** How a version that follows from another one is computed again. */
const AGAIN = new Map<string, typeof closedAgain | typeof restatedAgain>([
  ['CLOSED', closedAgain],
  ['ADJUSTED', restatedAgain],
]);

function provisionalAgain(folder: BundleFolder, snapshot: ReadSnapshot, { claims }: ReadRecord, evidence: Evidence) {
  const { cut, engine } = claims;
  const earlier = earlierOf(folder, claims);
  const reading = readingOf(snapshot.content, cut, evidence);
  const made = contentOf(reading, { content: snapshot.content, earlier, engine });
  const content = evidence.batches === undefined ? withArrivalsOf(snapshot.content, made) : made;
  return { content, earlier, reading };
}

/** The version before, whose hash the record states. */
function earlierOf(folder: BundleFolder, { superseded_sha256: contentSha256, earlier_cut: cut }: RecordClaims) {
  if (contentSha256 === undefined || cut === undefined) {
    mustHaveOnly(folder, SUPERSEDED, new Set());
    return undefined;
  }
  const bytes = fileOf(folder, SUPERSEDED);
  mustEqual(SUPERSEDED, 'sha256', contentSha256, sha256Of(bytes));
  return { content: contentIn(SUPERSEDED, bytes), contentSha256, cut };
}

function placeOf(claims: RecordClaims | undefined) {
  return { position: claims?.position ?? 0, previous: claims?.previous, supersedes: claims?.supersedes };
}
