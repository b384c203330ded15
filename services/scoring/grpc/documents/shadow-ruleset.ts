import type { handleUnaryCall } from '@grpc/grpc-js';
import type {
  LeftOutUnits,
  OwnerChange as ProtoOwnerChange,
  ShadowedIndex as ProtoShadowedIndex,
  ShadowedMetric,
  ShadowRulesetRequest,
  ShadowRulesetResponse,
} from '#libs/contracts/cx/documents/v1/documents.js';
import { View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { ORIGINS } from '#libs/domain/observation.js';
import { type Period, periodOn, previousPeriod } from '#libs/domain/period.js';
import { dayOf, type Instant } from '#libs/domain/time.js';
import { unary } from '#libs/grpc/unary.js';
import type { Clock } from '#libs/runtime/clock.js';
import { formatIndexName, formatOwner } from '../../answers/index-name.js';
import {
  countsOfPeriods,
  type LeftOut,
  lastTwelveMonths,
  type ShadowedIndex,
  shadowRuleset as shadowed,
} from '../../answers/shadow.js';
import {
  changeOf,
  type OwnerChange,
  ownerChanges,
  type Ranks,
  ranksOf,
  whyNoIndex,
} from '../../answers/shadow-summary.js';
import type { CountsReader } from '../../counts/read.js';
import { checkedRuleset } from '../../documents/document-read.js';
import type { MetricScore } from '../../index/score/department-index.js';
import { periodNamed } from '../../rulesets/period-named.js';
import type { Ruleset } from '../../rulesets/ruleset.js';
import { type Rulesets, rulesetsOf } from '../../rulesets/rulesets.js';
import { dataToProto, metricToProto } from '../scoring/mapping.js';

const USUAL_DEPTH = 2;
const DEEPEST = 4;
const USUAL_UNITS = 50;
const MOST_UNITS = 500;
/** Of units. More would be larger than a message may be, and would take longer than a caller waits. */
const MOST_INDEXES = 5_000;

export interface ShadowOptions {
  readonly counts: Pick<CountsReader, 'read'>;
  readonly rulesets: Rulesets;
  readonly clock: Clock;
}

/** Computes the indexes of twelve months by a proposed ruleset beside the ones in force. It reads one state of the counts. */
export function shadowRuleset({
  counts,
  rulesets,
  clock,
}: ShadowOptions): handleUnaryCall<ShadowRulesetRequest, ShadowRulesetResponse> {
  return unary(async ({ text, through, unitDepth, mostUnits }, { signal }) => {
    const proposed = checkedRuleset(text, rulesets.definitions);
    const periods = lastTwelveMonths(lastPeriod(proposed, through, clock.now()));
    const view = await counts.read(countsOfPeriods(periods));
    const { indexes, leftOut } = await shadowed(view, {
      ...{ proposed, inForce: rulesets, periods, signal },
      unitDepth: unitDepth <= 0 ? USUAL_DEPTH : Math.min(unitDepth, DEEPEST),
      mostUnits: unitsEach(mostUnits, periods.length * proposed.departments.size),
    });
    const ranks = ranksOf(indexes);
    return {
      ruleset: proposed.name,
      rulesetSha256: proposed.sha256,
      periods: periods.map(({ name }) => name),
      owners: ownerChanges(indexes).map(ownerToProto),
      indexes: indexes.map((one) => shadowedToProto(one, ranks.get(one))),
      leftOut: leftOut.map(leftOutToProto),
      data: dataToProto(view.data, View.VIEW_BASIC),
    };
  });
}

/** @throws {CxError} PERIOD_INVALID */
function lastPeriod(proposed: Ruleset, through: string, now: Instant): Period {
  const own = rulesetsOf([proposed]);
  if (through !== '') return periodNamed(own, through, 'through', { name: through });
  const named = proposed.calendar.find(({ first }) => first.kind === own.usualKind)?.first;
  return previousPeriod(periodOn(own.usualKind, dayOf(now, proposed.zone), named?.payRule));
}

function unitsEach(asked: number, indexesEach: number): number {
  const most = asked <= 0 ? USUAL_UNITS : Math.min(asked, MOST_UNITS);
  return Math.min(most, Math.floor(MOST_INDEXES / Math.max(1, indexesEach)));
}

function ownerToProto({ owner, compared, meanE4, lowestE4, highestE4, ...more }: OwnerChange): ProtoOwnerChange {
  const changes = { meanChangeE4: meanE4, lowestChangeE4: lowestE4, highestChangeE4: highestE4 };
  return { ...more, ...changes, owner: formatOwner(owner), periods: compared };
}

function leftOutToProto({ department, beyondMost, neverMeasured }: LeftOut): LeftOutUnits {
  return {
    department: formatOwner({ department }),
    beyondMostUnits: BigInt(beyondMost),
    neverMeasured: BigInt(neverMeasured),
  };
}

function shadowedToProto(one: ShadowedIndex, ranks: Ranks | undefined): ProtoShadowedIndex {
  const { name, inForce, proposed } = one;
  return {
    name: formatIndexName(name),
    rulesetInForce: inForce?.ruleset.name ?? '',
    inForceE4: inForce?.index.outcome.kind === 'measured' ? inForce.index.outcome.indexE4 : undefined,
    proposedE4: proposed.index.outcome.kind === 'measured' ? proposed.index.outcome.indexE4 : undefined,
    changeE4: changeOf(one),
    inForceNotMeasuredReason: whyNoIndex(one, 'inForce') ?? '',
    proposedNotMeasuredReason: whyNoIndex(one, 'proposed') ?? '',
    inForceCoverageBp: inForce?.index.coverageBp ?? 0n,
    proposedCoverageBp: proposed.index.coverageBp,
    inForceRank: ranks?.inForce ?? 0,
    proposedRank: ranks?.proposed ?? 0,
    rankedUnits: ranks?.of ?? 0,
    metrics: metricsToProto(one),
    origin: ORIGINS.numberOf(proposed.origin),
  };
}

function metricsToProto({ inForce, proposed, notCounted }: ShadowedIndex): ShadowedMetric[] {
  const before = new Map(inForce?.index.metrics.map((metric) => [metric.rule.metric, metric]));
  const after = new Map(proposed.index.metrics.map((metric) => [metric.rule.metric, metric]));
  const names = [...after.keys(), ...[...before.keys()].filter((name) => !after.has(name))];
  return names.map((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    return {
      metric: `metrics/${(is ?? was)?.rule.stated.id ?? name}`,
      inForce: was && metricToProto(was),
      proposed: is && metricToProto(is),
      inForceDefinition: was?.rule.definition ?? 0,
      proposedDefinition: is?.rule.definition ?? 0,
      changePointsE4: pointsOf(is) - pointsOf(was),
      inForceDefinitionNotCounted: notCounted.inForce.has(name),
      proposedDefinitionNotCounted: notCounted.proposed.has(name),
    };
  });
}

function pointsOf(metric: MetricScore | undefined): bigint {
  return metric?.pointsE4 ?? 0n;
}
