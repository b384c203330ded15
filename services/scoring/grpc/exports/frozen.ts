import type { BonusInput, MetricInput, Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import type { Frozen, FrozenDepartment, FrozenMetric } from '#libs/exports/rows/frozen.js';

/** What files for HR need of a version. */
export function frozenOf(snapshot: Snapshot): Frozen {
  return {
    period: snapshot.name.split('/')[1] ?? '',
    snapshot: snapshot.name,
    version: snapshot.version,
    supersedes: snapshot.supersedes,
    state: snapshot.state,
    firstDay: snapshot.firstDay,
    lastDay: snapshot.lastDay,
    earningStart: snapshot.earningStart?.getTime() ?? 0,
    earningEnd: snapshot.earningEnd?.getTime() ?? 0,
    ruleset: snapshot.ruleset,
    rulesetSha256: hex(snapshot.rulesetSha256),
    contentSha256: hex(snapshot.contentSha256),
    departments: snapshot.inputs.map(departmentOf),
  };
}

function departmentOf(input: BonusInput): FrozenDepartment {
  return {
    department: lastName(input.department),
    ...{ indexE4: input.indexE4, lowerE4: input.lowerE4, upperE4: input.upperE4 },
    changeE4: input.changeSinceLastVersionE4,
    ...{ coverageBp: input.coverageBp, selfReportedBp: input.selfReportedBp, status: input.status },
    notPayableReasons: input.notPayableReasons,
    metrics: input.metrics.map(metricOf),
  };
}

function metricOf(one: MetricInput): FrozenMetric {
  return {
    metric: lastName(one.metric),
    ...{ reportedBy: one.reportedBy, hits: one.hits, cases: one.cases, ratePpm: one.ratePpm },
    ...{ scoreE4: one.scoreE4, weightBp: one.effectiveWeightBp, pointsE4: one.pointsE4 },
  };
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** "delivery" of "departments/delivery" */
function lastName(resource: string): string {
  return resource.split('/').at(-1) ?? '';
}
