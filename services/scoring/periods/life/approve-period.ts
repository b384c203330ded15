import type { Transaction } from '#libs/postgres/database.js';
import type { Approvals } from './approvals.js';
import { approvalsOf, standingApprovals } from './approvals.js';
import { approvalGuards } from './closing-guards.js';
import type { Acceptable, ApprovalRole } from './history.js';
import { isHeld } from './holds.js';
import type { Life } from './read-life.js';
import { authorsOf, type StepToAdd } from './store.js';
import { type Asking, requirePeople, type Stepping, takeStep } from './take-step.js';

export interface Approving extends Asking {
  readonly contentSha256: string;
  readonly role: ApprovalRole;
  readonly accepts: readonly Acceptable[];
  readonly carvedOut: readonly number[];
  readonly reason: string;
}

/**
 * Approves the newest version of a period by its hash.
 *
 * @throws {CxError} what `takeStep` throws; REVIEW_NOT_OVER, CLOSING_VERSION_MISSING, CONTESTS_OPEN; CONTENT_NOT_NEWEST, MAKER_UNKNOWN,
 *                   APPROVER_IS_MAKER, APPROVER_TWICE, APPROVER_WROTE_RULES, APPROVER_OWN_DEPARTMENT, OVERRIDE_INVALID
 */
export function approvePeriod(stepping: Stepping, approving: Approving): Promise<Life> {
  const { contentSha256, role, accepts, carvedOut, reason, now } = approving;
  const approved = async (life: Life, tx: Transaction): Promise<StepToAdd> => {
    const { history } = life;
    const newest = history.versions.at(-1);
    requirePeople(
      newest?.contentSha256 === contentSha256,
      'CONTENT_NOT_NEWEST',
      'the newest version is another one',
      'content_sha256',
    );
    requireOutsider(life, approving, approvalsOf(history), await authorsOf(tx, life.ruleset.name));
    const numbers = new Set(history.contests.map(({ number }) => number));
    const areKnown = carvedOut.every((number) => numbers.has(number));
    requirePeople(areKnown, 'OVERRIDE_INVALID', 'a contest that is carved out is one of the period', 'carved_out');
    return { kind: 'APPROVED', role, version: newest?.version, contentSha256, accepts, carvedOut, reason };
  };
  const guards = ({ history, windows }: Life) => approvalGuards(history, windows, now, carvedOut);
  return takeStep(stepping, 'APPROVE', approving, approved, guards);
}

/** Maker, approvers, authors of the rules and own department are different people. The database asks all of it once more. */
function requireOutsider(
  { history, ruleset }: Life,
  { by }: Approving,
  { current }: Approvals,
  authors: { readonly names: readonly string[]; readonly hasClosed: boolean },
): void {
  const newest = history.versions.at(-1);
  const lines = (newest?.lines ?? []).filter(({ department }) => !isHeld(history.events, department));
  const isOutside = lines.some(({ department }) => !by.departments.includes(department));
  requirePeople(newest?.madeBy !== '', 'MAKER_UNKNOWN', 'no one proves who made the newest version');
  requirePeople(newest?.madeBy !== by.name, 'APPROVER_IS_MAKER', `${by.name} made the newest version`);
  requirePeople(!current.some((one) => one.by === by.name), 'APPROVER_TWICE', `${by.name} has approved this version`);
  requirePeople(
    authors.hasClosed || !authors.names.includes(by.name),
    'APPROVER_WROTE_RULES',
    `${by.name} wrote ${ruleset.name}, and this is the first period under it`,
  );
  requirePeople(isOutside, 'APPROVER_OWN_DEPARTMENT', `every line is of a department of ${by.name}`);
}

/**
 * Takes back the approval of the caller, also one of an earlier version.
 *
 * @throws {CxError} what `takeStep` throws; APPROVAL_UNKNOWN
 */
export function withdrawApproval(stepping: Stepping, asking: Asking & { readonly reason: string }): Promise<Life> {
  const { by, reason } = asking;
  return takeStep(stepping, 'WITHDRAW', asking, async ({ history }) => {
    const own = standingApprovals(history).findLast((one) => one.by === by.name);
    requirePeople(own !== undefined, 'APPROVAL_UNKNOWN', `no approval of ${by.name} stands`);
    return { kind: 'WITHDRAWN', withdraws: own?.number, reason };
  });
}
