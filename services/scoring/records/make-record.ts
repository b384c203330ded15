import { definitionSha256 } from '#libs/catalogue/hash.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import published from '#libs/catalogue/published-definitions.json' with { type: 'json' };
import { fraction } from '#libs/domain/fraction.js';
import type { Department } from '#libs/domain/observation.js';
import type { AnsweredIndex } from '../answers/answered-index.js';
import type { ShardCut } from '../counts/read.js';
import { INTERVAL_METHOD, indexInterval } from '../index/arithmetic/interval.js';
import type { MetricScore } from '../index/score/department-index.js';
import { type DepartmentInput, type MetricInput, type SnapshotContent, snapshotName } from '../periods/content.js';
import type { PeriodReading } from '../periods/read-period.js';
import type { MetricRule } from '../rulesets/ruleset.js';
import { type DecidingDocument, decidingDocuments, recordDocument } from './documents.js';
import type { BonusRecord, Engine, RecordCut, RecordDefinition, RecordIndex, RecordMetric } from './record.js';
import { CANON_VERSION } from './record-hash.js';
import { sensitivities } from './sensitivity.js';
import { attributionOf, classTotals, statisticsOf } from './statistics.js';

/** Where a record stands: in the chain of its department, and after the version before. */
export interface Place {
  readonly position: number;
  readonly previous: string | undefined;
  readonly supersedes: string | undefined;
}

/** The version before, as far as records name it. */
export interface EarlierSnapshot {
  readonly contentSha256: string;
  /** After which observations are new: of a closed version, which has the figures of the approved one, the cut of the version before that. */
  readonly cut: readonly ShardCut[] | undefined;
}

export interface RecordsOptions {
  readonly reading: Pick<PeriodReading, 'period' | 'ruleset' | 'counts' | 'indexes'>;
  readonly content: SnapshotContent;
  readonly contentSha256: string;
  readonly earlier: EarlierSnapshot | undefined;
  readonly documents: readonly DecidingDocument[];
  readonly engine: Engine;
  readonly placeOf: (department: Department) => Place;
}

/** The schema of the fields of a record. */
const SCHEMA_VERSION = 1;

/** Makes the record of every department of a version, in its order. Pure: the same reading gives the same bytes. */
export function makeRecords(options: RecordsOptions): readonly BonusRecord[] {
  return options.content.inputs.map((input) => recordOf(input, options));
}

function recordOf(input: DepartmentInput, options: RecordsOptions): BonusRecord {
  const { reading, content, contentSha256, earlier, documents, engine, placeOf } = options;
  const answered = reading.indexes.get(input.department);
  if (answered === undefined || reading.ruleset === undefined)
    throw new Error(`no index of ${input.department} was read`);
  const { rules } = answered.input;
  const statistics = statisticsOf(reading.counts.view.rows, reading.period, rules);
  const { position, previous, supersedes } = placeOf(input.department);
  const { observationsL0, observationsL1, observationsL2, rulings, events = [] } = input;
  return {
    ...{
      domain: 'cx-index/bonus-record',
      canonVersion: CANON_VERSION,
      schemaVersion: SCHEMA_VERSION,
      kind: 'BONUS_INPUT',
    },
    ...{ snapshot: snapshotName(content), snapshotSha256: contentSha256, department: input.department },
    ...{
      version: content.version,
      supersedes,
      supersededSha256: earlier?.contentSha256,
      position,
      previous,
      state: content.state,
      reason: content.reason,
    },
    ...{ approvedSha256: content.approvedSha256, approvedAs: content.approvedAs, accepted: content.accepted },
    ...{ adjustment: content.adjustment, postingPeriod: content.postingPeriod, run: content.run },
    period: periodOf(content, reading.period.kind),
    ruleset: { name: content.ruleset, sha256: content.rulesetSha256, publishedAt: content.rulesetPublishedAt },
    documents: decidingDocuments(documents, content.rulesetSha256).map(recordDocument),
    definitions: rules.map(({ stated }) => definitionOf(stated)),
    engine,
    cut: cutOf(reading.counts.cut),
    cutSha256: content.cutSha256,
    earlierCut: earlier?.cut && cutOf(earlier.cut),
    countsSha256: content.countsSha256,
    arrivals: { observationsL0, observationsL1, observationsL2 },
    classes: classTotals(statistics),
    statistics,
    metrics: input.metrics.map((metric, place) => metricOf(metric, answered.index.metrics[place], input.department)),
    waiting: waitingOf(rules, answered.input.counts),
    ...{ events, rulings, index: indexOf(input, answered), sensitivity: sensitivities(answered.input) },
    payable: content.payable,
    notPayableReasons: input.notPayableReasons,
  };
}

function periodOf(content: SnapshotContent, kind: string): BonusRecord['period'] {
  const { period: name, firstDay, lastDay, zone, earningStart, earningEnd } = content;
  return { name, kind, firstDay, lastDay, zone, earningStart, earningEnd };
}

/** A definition of a company has the code of the catalogue's definition whose rule it has. */
function definitionOf(stated: MetricDefinition): RecordDefinition {
  const { recordedAs, definition, codeVersion } = stated.base ?? stated;
  const row = published.find(
    (one) => one.metric === recordedAs && one.definition === definition && one.codeVersion === codeVersion,
  );
  return {
    metric: stated.id,
    recordedAs: stated.recordedAs,
    definition: stated.definition,
    sha256: definitionSha256(stated).toString('hex'),
    ...(row && { codeVersion, code: row.code }),
  };
}

/** A cut, in order of source and shard. */
export function cutOf(cut: readonly ShardCut[]): readonly RecordCut[] {
  return cut
    .map(({ source, shard, epoch, number, sha256 }) => ({
      source,
      shard,
      epoch,
      number,
      sha256: sha256.toString('hex'),
    }))
    .toSorted(byShard);
}

/** The order of shards in records and bundles. */
export function byShard(a: Pick<ShardCut, 'source' | 'shard'>, b: Pick<ShardCut, 'source' | 'shard'>): number {
  return a.source === b.source ? a.shard - b.shard : a.source < b.source ? -1 : 1;
}

function waitingOf(rules: readonly MetricRule[], counts: AnsweredIndex['input']['counts']): BonusRecord['waiting'] {
  return rules.flatMap(({ metric, definition }) => {
    const cases = counts.get(metric)?.waiting ?? 0n;
    return cases === 0n ? [] : [{ metric, definition, cases }];
  });
}

function metricOf(input: MetricInput, scored: MetricScore | undefined, department: string): RecordMetric {
  if (scored === undefined) throw new Error(`${input.metric} was not read`);
  const { rule, counts, score } = scored;
  const interval =
    score.kind === 'scored'
      ? indexInterval([{ weight: fraction(1n), count: counts.accountable, anchors: rule.anchors }], score.scoreE4)
      : undefined;
  return {
    ...input,
    weightBp: rule.weightBp,
    scoreLowerE4: interval?.lowerE4,
    scoreUpperE4: interval?.upperE4,
    attribution: attributionOf(department, counts),
    exclusions: counts.notAccountable,
  };
}

function indexOf(input: DepartmentInput, { index: { outcome } }: AnsweredIndex): RecordIndex {
  const { indexE4, lowerE4, upperE4, coverageBp, status, selfReportedBp, origin, changeSinceLastVersionE4 } = input;
  const livedIndexE4 = outcome.kind === 'measured' ? outcome.lived.indexE4 : undefined;
  return {
    ...{ indexE4, lowerE4, upperE4, coverageBp, status, selfReportedBp, origin, changeSinceLastVersionE4 },
    ...{ intervalMethod: INTERVAL_METHOD, livedIndexE4 },
  };
}
