import type { CountedCell } from '#libs/domain/observation.js';
import type { Period } from '#libs/domain/period.js';
import type { CountsAtCut, PeriodBatch } from '../../counts/cut.js';
import { cutSha256, type ShardCut } from '../../counts/read.js';
import { ofPublished } from '../../documents/of-published.js';
import type { SnapshotContent } from '../../periods/content.js';
import { type EarlierVersion, makeContent } from '../../periods/make-content.js';
import { type CountedOverdue, countOverdue } from '../../periods/overdue.js';
import { indexesOf, type PeriodReading } from '../../periods/read-period.js';
import type { DecidingDocument } from '../documents.js';
import type { Engine } from '../record.js';
import { BundleDiffers } from './difference.js';

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

/** What a content says of itself, which is not computed. */
export interface Said {
  readonly content: Pick<SnapshotContent, 'period' | 'reason' | 'cutOffAt' | 'overdue'>;
  readonly earlier: EarlierVersion | undefined;
  readonly engine: Engine;
}

/** The content of a snapshot, from its evidence alone. */
export function contentAgain(said: Said, cut: readonly ShardCut[], evidence: Evidence): SnapshotContent {
  return contentOf(readingOf(said.content, cut, evidence), said);
}

export function contentOf(reading: PeriodReading, { content: { reason }, earlier, engine }: Said): SnapshotContent {
  return makeContent({ reading, earlier, reason, engine: `${engine.name} ${engine.version}` });
}

/** What scoring had read when it made the snapshot. */
export function readingOf(
  content: Said['content'],
  cut: readonly ShardCut[],
  { documents, rows, waiting, batches }: Evidence,
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
  const counts: CountsAtCut = { view: viewOf(rows, waiting, cut, period), cut, batches: batches ?? [] };
  const said = overdueIn(content);
  return {
    ...{ period, ruleset, counts, indexes: indexesOf(period, ruleset, rulesets, counts), guards: [] },
    cutOffAt: content.cutOffAt,
    overdue: batches === undefined ? said : countOverdue(said, counts, ruleset),
    boundAfterStart: new Set([...ruleset.departments.keys()].filter((one) => rulesets.isBoundAfterStart(period, one))),
  };
}

/** Which contests count as upheld is stated; what they took out is counted again where there are batches. */
function overdueIn({ overdue = [] }: Said['content']): readonly CountedOverdue[] {
  return overdue.map(({ contest: name, ...rest }) => {
    const [, department = '', number = ''] = /^departments\/([^/]+)\/contests\/(\d+)$/.exec(name) ?? [];
    return { ...rest, department, contest: Number(number) };
  });
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

/** Arrivals are in batches only: without them they are taken from what is claimed. */
export function withArrivalsOf(claimed: SnapshotContent, made: SnapshotContent): SnapshotContent {
  const inputs = made.inputs.map((input) => {
    const before = claimed.inputs.find(({ department }) => department === input.department);
    if (before === undefined) return input;
    const { observationsL0, observationsL1, observationsL2 } = before;
    return { ...input, observationsL0, observationsL1, observationsL2 };
  });
  return { ...made, inputs };
}
