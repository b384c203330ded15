import type { BonusInput, BonusInputServiceClient, MetricInput, Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import type { Frozen, FrozenDepartment, FrozenMetric } from '#libs/exports/rows/frozen.js';
import { call as ask, refusalOf } from '#libs/grpc/client.js';
import { lastOf } from '../names.js';
import { RefusedExport } from './refused-export.js';

/** A frozen version by the name of its period, or by its own. @throws {RefusedExport} PERIOD_NOT_FROZEN */
export async function frozenVersion(inputs: BonusInputServiceClient, named: string): Promise<Snapshot> {
  const name = named.includes('/') ? named : `periods/${named}/snapshots/latest`;
  try {
    return await ask(inputs, 'getSnapshot', { name });
  } catch (error) {
    if (refusalOf(error)?.reason === 'SNAPSHOT_UNKNOWN') throw new RefusedExport('PERIOD_NOT_FROZEN');
    throw error;
  }
}

/** What files for HR need of it. */
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
    department: lastOf(input.department),
    ...{ indexE4: input.indexE4, lowerE4: input.lowerE4, upperE4: input.upperE4 },
    changeE4: input.changeSinceLastVersionE4,
    ...{ coverageBp: input.coverageBp, selfReportedBp: input.selfReportedBp, status: input.status },
    notPayableReasons: input.notPayableReasons,
    metrics: input.metrics.map(metricOf),
  };
}

function metricOf(one: MetricInput): FrozenMetric {
  return {
    metric: lastOf(one.metric),
    ...{ reportedBy: one.reportedBy, hits: one.hits, cases: one.cases, ratePpm: one.ratePpm },
    ...{ scoreE4: one.scoreE4, weightBp: one.effectiveWeightBp, pointsE4: one.pointsE4 },
  };
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
