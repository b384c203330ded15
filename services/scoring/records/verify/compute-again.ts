import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { CountedCell } from '#libs/domain/observation.js';
import type { Period } from '#libs/domain/period.js';
import type { CountsAtCut, PeriodBatch } from '../../counts/cut.js';
import { cutSha256, type ShardCut } from '../../counts/read.js';
import { ofPublished } from '../../documents/of-published.js';
import type { SnapshotContent } from '../../periods/content.js';
import { type EarlierVersion, makeContent } from '../../periods/make-content.js';
import { parseContent } from '../../periods/parse-content.js';
import { indexesOf, type PeriodReading } from '../../periods/read-period.js';
import type { DecidingDocument } from '../documents.js';
import { makeRecords } from '../make-record.js';
import type { Engine } from '../record.js';
import { sha256Of } from '../record-hash.js';
import { type BundleFolder, fileOf, mustHaveOnly } from './bundle-folder.js';
import type { ReadSnapshot, RecordClaims } from './claims.js';
import { BundleDiffers, mustBeSame, mustEqual } from './difference.js';

const SUPERSEDED = 'superseded.json';

/** Cases of a metric that waited when the period was frozen. */
export interface Waiting {
  readonly metric: string;
  readonly definition: number;
  readonly cases: bigint;
}

/** What an index is computed from. */
export interface Evidence {
  readonly documents: readonly DecidingDocument[];
  readonly rows: readonly CountedCell[];
  /** Cases that were neither hit nor miss. */
  readonly waiting: readonly Waiting[];
  /** Undefined when the bundle has none: then arrivals are taken from the record. */
  readonly batches: readonly PeriodBatch[] | undefined;
}

/**
 * Computes the snapshot and every record again, by the same pure engine, and compares them to the last digit.
 *
 * @throws {BundleDiffers}
 */
export function computeAgain(folder: BundleFolder, snapshot: ReadSnapshot, evidence: Evidence): void {
  const [first] = snapshot.records;
  if (first === undefined) return;
  const { cut, engine } = first.claims;
  const earlier = earlierOf(folder, first.claims);
  const reading = readingOf(snapshot.content, cut, evidence);
  const made = contentOf(reading, { content: snapshot.content, earlier, engine });
  const content = evidence.batches === undefined ? withArrivalsOf(snapshot.content, made) : made;
  mustBeSame('snapshot.json', Buffer.from(canonicalJson(content)), snapshot.bytes);
  const places = new Map(snapshot.records.map((record) => [record.department, record.claims]));
  const records = makeRecords({
    ...{ reading, content, contentSha256: snapshot.sha256, earlier, engine, documents: evidence.documents },
    placeOf: (department) => placeOf(places.get(department)),
  });
  for (const record of records) {
    const read = snapshot.records.find(({ department }) => department === record.department);
    if (read !== undefined) mustBeSame(read.path, Buffer.from(canonicalJson(record)), read.bytes);
  }
}

/** What a content says of itself, which is not computed. */
export interface Said {
  readonly content: Pick<SnapshotContent, 'period' | 'reason' | 'cutOffAt'>;
  readonly earlier: EarlierVersion | undefined;
  readonly engine: Engine;
}

/** The content of a snapshot, from its evidence alone. */
export function contentAgain(said: Said, cut: readonly ShardCut[], evidence: Evidence): SnapshotContent {
  return contentOf(readingOf(said.content, cut, evidence), said);
}

function contentOf(reading: PeriodReading, { content: { reason }, earlier, engine }: Said): SnapshotContent {
  return makeContent({ reading, earlier, reason, engine: `${engine.name} ${engine.version}` });
}

/** The version before, whose hash the record states. */
function earlierOf(folder: BundleFolder, { superseded_sha256: contentSha256, earlier_cut: cut }: RecordClaims) {
  if (contentSha256 === undefined || cut === undefined) {
    mustHaveOnly(folder, SUPERSEDED, new Set());
    return undefined;
  }
  const bytes = fileOf(folder, SUPERSEDED);
  mustEqual(SUPERSEDED, 'sha256', contentSha256, sha256Of(bytes));
  return { content: parseContent(bytes), contentSha256, cut };
}

/** What scoring had read when it made the snapshot. */
function readingOf(
  content: Said['content'],
  cut: readonly ShardCut[],
  { documents, rows, waiting, batches = [] }: Evidence,
): PeriodReading {
  const published = documents.map((one) => ({
    ...one,
    proposal: undefined,
    proposedBy: '',
    publishedBy: '',
    reason: '',
  }));
  const { rulesets } = ofPublished(published.toSorted((a, b) => b.version - a.version));
  const period = rulesets.period(content.period);
  const ruleset = period && rulesets.for(period);
  if (period === undefined || ruleset === undefined)
    throw new BundleDiffers({
      file: 'documents',
      field: 'ruleset',
      expected: `one for ${content.period}`,
      found: 'none',
    });
  const counts: CountsAtCut = { view: viewOf(rows, waiting, cut, period), cut, batches };
  return {
    ...{ period, ruleset, counts, indexes: indexesOf(period, ruleset, rulesets, counts), guards: [] },
    cutOffAt: content.cutOffAt,
    boundAfterStart: new Set([...ruleset.departments.keys()].filter((one) => rulesets.isBoundAfterStart(period, one))),
  };
}

/** Of cases that wait only the number decides, so their unit and day are not known any more. */
function viewOf(
  rows: readonly CountedCell[],
  waiting: readonly Waiting[],
  cut: readonly ShardCut[],
  { firstDay: day }: Period,
): CountsAtCut['view'] {
  const nothing = { batches: 0n, missingBatches: 0n, quarantinedBatches: 0n, progressVersion: 0n };
  const data = { ...nothing, cutSha256: cutSha256(cut), shards: cut, appliedAt: undefined, completeThrough: undefined };
  const place = { unit: 'unattributed', day, waitsFor: '', source: 'survey' } as const;
  return { rows, waiting: waiting.map((one) => ({ ...one, ...place })), feeds: [], data };
}

function withArrivalsOf(claimed: SnapshotContent, made: SnapshotContent): SnapshotContent {
  const inputs = made.inputs.map((input) => {
    const before = claimed.inputs.find(({ department }) => department === input.department);
    if (before === undefined) return input;
    const { observationsL0, observationsL1, observationsL2 } = before;
    return { ...input, observationsL0, observationsL1, observationsL2 };
  });
  return { ...made, inputs };
}

function placeOf(claims: RecordClaims | undefined) {
  return { position: claims?.position ?? 0, previous: claims?.previous, supersedes: claims?.supersedes };
}
