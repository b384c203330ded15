import type {
  AdjustmentApproval,
  Adjustment as AdjustmentMessage,
  LedgerEntry,
  ListAdjustmentsResponse,
} from '#libs/contracts/cx/bonus/v1/adjustment.js';
import { ApprovalRole } from '#libs/contracts/cx/bonus/v1/period.js';
import { ADJUSTMENT_REASONS, type AdjustmentStep, adjustmentName } from '../../adjustments/adjustment.js';
import { ADJUSTMENT_STATES, approvedGuard } from '../../adjustments/adjustment-state.js';
import { ENTRY_KINDS, type Entry, originalEntries } from '../../adjustments/entries.js';
import type { PeriodAdjustments, ReadAdjustment } from '../../adjustments/read-adjustments.js';
import { snapshotName } from '../../periods/content.js';
import { APPROVAL_ROLES } from '../../periods/life/history.js';

/** An adjustment as its message. */
export function adjustmentToProto({
  adjustment,
  state,
  approvals,
  entries,
  ...read
}: ReadAdjustment): AdjustmentMessage {
  const { period, steps, supersedes, proposedAt, reasonCode } = adjustment;
  const last = steps.at(-1);
  const [posted, withdrawn] = [
    last?.kind === 'POSTED' ? last : undefined,
    last?.kind === 'WITHDRAWN' ? last : undefined,
  ];
  return {
    name: adjustmentName(adjustment),
    period: `periods/${period}`,
    state: ADJUSTMENT_STATES.numberOf(state),
    reason: ADJUSTMENT_REASONS.numberOf(reasonCode),
    explanation: adjustment.reason,
    extra: adjustment.isExtra,
    releases: (adjustment.content.released ?? []).map((one) => `departments/${one}`),
    proposedBy: adjustment.proposedBy,
    proposedAt: new Date(proposedAt),
    contentSha256: Buffer.from(adjustment.contentSha256, 'hex'),
    supersedes: snapshotName({ period, version: supersedes }),
    version: posted?.posting === undefined ? '' : snapshotName({ period, version: posted.posting.version }),
    entries: entries.map((entry) => entryToProto(period, entry)),
    approvals: approvals.current.map(approvalToProto),
    approvalsNeeded: approvals.needed,
    approved: approvedGuard(approvals),
    postingPeriod: named(read.postingPeriod),
    run: read.run ?? '',
    postedBy: posted?.by ?? '',
    postedAt: posted && new Date(posted.at),
    withdrawnBy: withdrawn?.by ?? '',
    withdrawnReason: withdrawn?.reason ?? '',
  };
}

/** The ledger of a period and the calendar of its corrections, beside a page of its adjustments. */
export function ledgerToProto({
  life: { period, history, windows },
  entries,
  runs,
  postingPeriod,
  openRun,
}: PeriodAdjustments): Omit<ListAdjustmentsResponse, 'adjustments' | 'nextPageToken'> {
  const all = history.closed === undefined ? [] : [...originalEntries(history.closed.content), ...entries];
  return {
    entries: all.map((entry) => entryToProto(period.name, entry)),
    runs: runs.map((one) => ({ run: one.run, postingPeriod: named(one.postingPeriod) })),
    postingPeriod: named(postingPeriod),
    openRun: openRun?.run ?? '',
    finalAt: new Date(windows.finalAt),
  };
}

function entryToProto(period: string, entry: Entry): LedgerEntry {
  const { department, kind, adjustment, supersedes, version, arrived, postingPeriod, ...values } = entry;
  return {
    ...values,
    department: `departments/${department}`,
    kind: ENTRY_KINDS.numberOf(kind),
    effectivePeriod: `periods/${period}`,
    postingPeriod: named(postingPeriod),
    adjustment: adjustment === 0 ? '' : adjustmentName({ period, number: adjustment }),
    supersedes: supersedes === 0 ? '' : snapshotName({ period, version: supersedes }),
    version: snapshotName({ period, version }),
    observationsL3: arrived.l3,
    observationsL4: arrived.l4,
    retracted: arrived.retracted,
  };
}

function approvalToProto({ by, role, at, departments }: AdjustmentStep): AdjustmentApproval {
  return {
    approvedBy: by,
    role: role === undefined ? ApprovalRole.APPROVAL_ROLE_UNSPECIFIED : APPROVAL_ROLES.numberOf(role),
    approvedAt: new Date(at),
    ownDepartments: departments.map((one) => `departments/${one}`),
  };
}

function named(period: string | undefined): string {
  return period === undefined ? '' : `periods/${period}`;
}
