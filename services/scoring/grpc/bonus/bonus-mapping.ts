import type { BonusInput, MetricInput as MetricMessage, Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { ORIGINS } from '#libs/domain/observation.js';
import { INDEX_STATES } from '../../answers/index-state.js';
import { type DepartmentInput, type MetricInput, snapshotName } from '../../periods/content.js';
import type { StoredSnapshot } from '../../periods/store.js';

/** A stored version as its message. */
export function snapshotToProto({ content, contentSha256, createdAt }: StoredSnapshot): Snapshot {
  const { period: _, inputs, earningStart, earningEnd, rulesetPublishedAt, cutOffAt, ...plain } = content;
  const { approvedSha256 = '', approvedAs = [], accepted = [], overdue = [] } = content;
  const { postingPeriod = '', run = '', adjustment = 0 } = content;
  return {
    ...plain,
    cutOffAt: cutOffAt === undefined ? undefined : new Date(cutOffAt),
    approvedSha256: bytes(approvedSha256),
    approvedAs: [...approvedAs],
    accepted: [...accepted],
    ...{ postingPeriod, run, adjustment },
    overdue: overdue.map(({ judgedBy, caseRef, dueAt, ...rest }) => ({
      ...{ ...rest, judgedBy: `departments/${judgedBy}`, caseRef: bytes(caseRef) },
      dueAt: new Date(dueAt),
    })),
    name: snapshotName(content),
    notPayableReasons: [...content.notPayableReasons],
    earningStart: new Date(earningStart),
    earningEnd: new Date(earningEnd),
    rulesetPublishedAt: new Date(rulesetPublishedAt),
    rulesetSha256: bytes(content.rulesetSha256),
    cutSha256: bytes(content.cutSha256),
    countsSha256: bytes(content.countsSha256),
    contentSha256: bytes(contentSha256),
    createdAt: new Date(createdAt),
    inputs: inputs.map(inputToProto),
    indexState: INDEX_STATES.numberOf(content.state),
  };
}

function inputToProto({
  department,
  origin: _,
  metrics,
  notPayableReasons,
  events = [],
  rulings,
  overdue,
  ...plain
}: DepartmentInput): BonusInput {
  return {
    ...plain,
    department: `departments/${department}`,
    notPayableReasons: [...notPayableReasons],
    metrics: metrics.map(metricToProto),
    events: events.map(({ indexWithoutE4, ...taken }) => ({ ...taken, indexWithoutE4 })),
    rulings: rulings && { ...rulings, indexWithoutE4: rulings.indexWithoutE4 },
    overdue: overdue && { ...overdue, indexWithoutE4: overdue.indexWithoutE4 },
  };
}

function metricToProto({ metric, definitionSha256, origin, ...plain }: MetricInput): MetricMessage {
  return {
    ...plain,
    metric: `metrics/${metric}`,
    definitionSha256: bytes(definitionSha256),
    origin,
    worstOrigin: ORIGINS.numberOf(origin),
  };
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}
