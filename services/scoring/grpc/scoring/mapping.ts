import {
  type ContextFigure,
  type Counts,
  type EventEffect as EventMessage,
  Index,
  type Node,
  type DataState as ProtoDataState,
  type MetricScore as ProtoMetricScore,
  type RulingEffect as RulingMessage,
  View,
} from '#libs/contracts/cx/scoring/v1/scoring.js';
import { ORIGINS } from '#libs/domain/observation.js';
import { type DisplayNames, NO_DISPLAY_NAMES } from '../../answers/display-names.js';
import { formatIndexName } from '../../answers/index-name.js';
import { INDEX_STATES } from '../../answers/index-state.js';
import type { LiveIndex } from '../../answers/live-index.js';
import type { DataState } from '../../counts/read.js';
import { flatAnchors } from '../../index/arithmetic/flat-anchors.js';
import { INTERVAL_METHOD } from '../../index/arithmetic/interval.js';
import type { Count } from '../../index/arithmetic/score-rate.js';
import type { Figure } from '../../index/explain/context.js';
import type { MetricScore } from '../../index/score/department-index.js';
import type { EventEffect } from '../../index/score/event-effects.js';
import { livedCount } from '../../index/score/metric-counts.js';
import type { PointsNode } from '../../index/score/points-node.js';
import type { RulingEffect } from '../../index/score/ruling-effect.js';

/** Turns the answers of scoring into messages of the contract. Only names and shapes change here, never a number. */

export function indexToProto(live: LiveIndex, view: View, names: DisplayNames = NO_DISPLAY_NAMES): Index {
  const { outcome, coverageBp, metrics, bounds } = live.index;
  const measured = outcome.kind === 'measured' ? outcome : undefined;
  return {
    name: formatIndexName(live.name),
    firstDay: live.name.period.firstDay,
    lastDay: live.name.period.lastDay,
    datedBy: live.datedBy,
    indexE4: measured?.indexE4,
    lowerE4: measured?.interval.lowerE4,
    upperE4: measured?.interval.upperE4,
    intervalMethod: measured === undefined ? '' : INTERVAL_METHOD,
    notMeasuredReason: outcome.kind === 'measured' ? '' : outcome.reason,
    coverageBp,
    metrics: metrics.map(metricToProto),
    state: INDEX_STATES.numberOf(live.state),
    origin: ORIGINS.numberOf(live.origin),
    ruleset: live.ruleset.name,
    rulesetSha256: live.ruleset.sha256,
    data: dataToProto(live.data, view),
    livedIndexE4: measured?.lived.indexE4,
    boundLowerE4: bounds?.lowerE4,
    boundUpperE4: bounds?.upperE4,
    waitsFor: [...live.waitsFor],
    context: live.context.map(({ figure, unit, valueE4 }) => ({ figure, unit, fromE4: undefined, toE4: valueE4 })),
    minimumCases: live.input.minimumCases,
    title: names(live.name.department, live.name.unit),
    events: live.events.map(eventToProto),
    rulings: live.rulings && rulingsToProto(live.rulings),
  };
}

export function eventToProto({ event, takenOut, indexWithoutE4 }: EventEffect): EventMessage {
  return { event, takenOut: countsToProto(takenOut, 0n), indexWithoutE4 };
}

function rulingsToProto({ takenOut, chargedToOthers, indexWithoutE4 }: RulingEffect): RulingMessage {
  const charged = { hits: 0n, cases: chargedToOthers };
  return { takenOut: countsToProto(takenOut, 0n), chargedToOthers: countsToProto(charged, 0n), indexWithoutE4 };
}

/** The bytes in which an index is published to Kafka. */
export function encodeIndex(live: LiveIndex): Uint8Array {
  return Index.encode(indexToProto(live, View.VIEW_BASIC)).finish();
}

export function metricToProto(metric: MetricScore): ProtoMetricScore {
  const { rule, counts, score } = metric;
  return {
    metric: `metrics/${rule.stated.id}`,
    accountable: countsToProto(counts.accountable, counts.waiting),
    lived: countsToProto(livedCount(counts), counts.waiting),
    notAccountable: counts.notAccountable.map(({ reason, responsible, hits, cases }) => ({
      reason,
      responsible,
      counts: countsToProto({ hits, cases }, 0n),
    })),
    scoreE4: score.kind === 'scored' ? score.scoreE4 : undefined,
    weightBp: rule.weightBp,
    effectiveWeightBp: metric.effectiveWeightBp,
    pointsE4: metric.pointsE4,
    pointsToTargetE4: metric.pointsToTargetE4,
    ...flatAnchors(rule.anchors),
    notMeasuredReason: score.kind === 'scored' ? '' : score.reason,
  };
}

export function dataToProto(data: DataState, view: View): ProtoDataState {
  const shards = view === View.VIEW_FULL ? data.shards : [];
  return {
    cutSha256: Buffer.from(data.cutSha256),
    batches: data.batches,
    appliedAt: dateOf(data.appliedAt),
    completeThrough: dateOf(data.completeThrough),
    missingBatches: data.missingBatches,
    quarantinedBatches: data.quarantinedBatches,
    shards: shards.map(({ source, shard, epoch, number, sha256 }) => ({
      shard: `${source}/${shard}`,
      epoch: BigInt(epoch),
      lastBatch: number,
      lastBatchSha256: sha256,
    })),
    progressVersion: data.progressVersion,
  };
}

/** @param titleOf  the display name of what a label names; default: none */
export function nodeToProto(
  { counts, countsBefore, waiting, children, ...plain }: PointsNode,
  titleOf: (label: string) => string = () => '',
): Node {
  return {
    ...plain,
    counts: countsToProto(counts, waiting),
    countsBefore: countsBefore === undefined ? undefined : countsToProto(countsBefore, 0n),
    title: titleOf(plain.label),
    children: children.map((child) => nodeToProto(child, titleOf)),
  };
}

/** The figures of two periods side by side, in the order of the later one; figures that only the earlier one has come last. */
export function contextToProto(from: readonly Figure[], to: readonly Figure[]): ContextFigure[] {
  const names = [...new Set([...to, ...from].map(({ figure }) => figure))];
  return names.map((figure) => {
    const earlier = from.find((one) => one.figure === figure);
    const later = to.find((one) => one.figure === figure);
    return { figure, unit: (later ?? earlier)?.unit ?? '', fromE4: earlier?.valueE4, toE4: later?.valueE4 };
  });
}

function countsToProto({ hits, cases }: Count, waiting: bigint): Counts {
  return { hits, cases, waiting };
}

function dateOf(instant: number | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant);
}
