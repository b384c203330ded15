import {
  type Approval as ApprovalMessage,
  ApprovalRole,
  type Arrivals as ArrivalsMessage,
  NextStep as NextStepNumber,
  type PeriodLife,
  type VersionSummary,
} from '#libs/contracts/cx/bonus/v1/period.js';
import { ROLES } from '#libs/domain/access.js';
import type { Instant } from '#libs/domain/time.js';
import { heldIn } from '../../adjustments/restated-content.js';
import { snapshotName } from '../../periods/content.js';
import type { Guard } from '../../periods/guards.js';
import { approvalsOf, standingApprovals } from '../../periods/life/approvals.js';
import { openContests } from '../../periods/life/contests-in-time.js';
import { APPROVAL_ROLES, type PeriodEvent } from '../../periods/life/history.js';
import { holdsOf } from '../../periods/life/holds.js';
import { isOverdue, type NextStep, nextStepOf } from '../../periods/life/next-step.js';
import { PERIOD_STATES, reviewEnds } from '../../periods/life/period-state.js';
import type { Arrivals } from '../../periods/life/read-arrivals.js';
import type { Life } from '../../periods/life/read-life.js';
import type { ReadHistory } from '../../periods/life/store.js';
import type { StoredSnapshot } from '../../periods/store.js';
import { contestName } from '../contests/contest-names.js';

/** What is read beside the life of one period; a list leaves it out. */
export interface Beside {
  readonly guards?: readonly Guard[];
  readonly arrivals?: ReadonlyMap<string, Arrivals>;
  /** How many adjustments are neither posted nor withdrawn. */
  readonly adjustmentsWaiting?: number;
  /** People who wrote the rules of a first period. */
  readonly authors?: readonly string[];
}

const STEPS: Readonly<Record<NextStep['kind'], NextStepNumber>> = {
  NONE: NextStepNumber.NEXT_STEP_UNSPECIFIED,
  WAIT: NextStepNumber.NEXT_STEP_WAIT,
  CREATE_SNAPSHOT: NextStepNumber.NEXT_STEP_CREATE_SNAPSHOT,
  DECIDE_CONTESTS: NextStepNumber.NEXT_STEP_DECIDE_CONTESTS,
  APPROVE: NextStepNumber.NEXT_STEP_APPROVE,
  CLOSE: NextStepNumber.NEXT_STEP_CLOSE,
};

/** The life of a period as its message. */
export function lifeToProto(life: Life, beside: Beside = {}): PeriodLife {
  const { guards = [], arrivals = new Map(), authors = [], adjustmentsWaiting = 0 } = beside;
  const { period, ruleset, history, windows, state, now } = life;
  const approvals = approvalsOf(history);
  const next = nextStepOf(life, authors);
  const voids = history.events.filter(({ kind }) => kind === 'VOID_ASKED' || kind === 'VOIDED');
  const hasReview = history.versions.length > 0;
  return {
    name: `periods/${period.name}`,
    state: PERIOD_STATES.numberOf(state),
    version: history.events.length,
    ruleset: ruleset.name,
    windows: {
      noticeBy: new Date(windows.noticeBy),
      beginsAt: new Date(windows.beginsAt),
      endsAt: new Date(windows.endsAt),
      graceEndsAt: new Date(windows.graceEndsAt),
      reviewEndsAt: hasReview ? new Date(reviewEnds(history, windows)) : undefined,
      cutOffAt: dateOf(windows.cutOffAt),
      decideBy: dateOf(windows.decideBy),
      finalAt: new Date(windows.finalAt),
    },
    newest: history.newest && summary(history.newest),
    closed: history.closed && summary(history.closed),
    restated: history.restated && summary(history.restated),
    adjustmentsWaiting,
    approvals: standingApprovals(history).map((one) => approvalToProto(one, approvals.stale.includes(one))),
    holds: standingHolds(history).map(({ department, by: heldBy, at, reason }) => {
      return { department: `departments/${department}`, heldBy, heldAt: new Date(at), reason };
    }),
    nextStep: STEPS[next.kind],
    nextAt: dateOf(next.at),
    guards: guards.map((guard) => ({ ...guard })),
    whoMay: next.roles.map((role) => ROLES.numberOf(role)),
    whoMayNot: [...next.not],
    contests: hasReview
      ? openContests(history, windows.reviews).map(({ department, number, dueAt }) => {
          const overdue = dueAt !== undefined && now >= dueAt;
          return { name: contestName(department, number), overdue, decideBy: dateOf(dueAt) };
        })
      : [],
    arrivals: [...arrivals].map(([department, counts]) => arrivalsToProto(department, counts)),
    voidAskedBy: voids[0]?.by ?? '',
    voidReason: voids.at(-1)?.reason ?? '',
    approvalsNeeded: approvals.needed,
    overdue: isOverdue(life),
  };
}

/** The holds that stand; after a close those that no adjustment has released. */
function standingHolds({ events, restated }: ReadHistory): readonly PeriodEvent[] {
  const held = restated && heldIn(restated.content);
  return holdsOf(events).filter(({ department = '' }) => held === undefined || held.includes(department));
}

function summary({ content, contentSha256, madeBy, createdAt }: StoredSnapshot): VersionSummary {
  const { version, cutOffAt, payable, notPayableReasons } = content;
  return {
    ...{ name: snapshotName(content), version, payable, madeBy },
    contentSha256: Buffer.from(contentSha256, 'hex'),
    cutOffAt: dateOf(cutOffAt),
    createdAt: new Date(createdAt),
    notPayableReasons: [...notPayableReasons],
  };
}

function approvalToProto(event: PeriodEvent, stale: boolean): ApprovalMessage {
  const { by, at, role, version = 0, contentSha256 = '', accepts, carvedOut, reason, departments } = event;
  return {
    ...{ approvedBy: by, version, reason, stale },
    role: role === undefined ? ApprovalRole.APPROVAL_ROLE_UNSPECIFIED : APPROVAL_ROLES.numberOf(role),
    approvedAt: new Date(at),
    contentSha256: Buffer.from(contentSha256, 'hex'),
    accepts: [...accepts],
    carvedOut: [...carvedOut],
    ownDepartments: departments.map((one) => `departments/${one}`),
  };
}

function arrivalsToProto(department: string, { L0, L1, L2, L3, L4, L5 }: Arrivals): ArrivalsMessage {
  return { department: `departments/${department}`, l0: L0, l1: L1, l2: L2, l3: L3, l4: L4, l5: L5 };
}

function dateOf(instant: Instant | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant);
}
