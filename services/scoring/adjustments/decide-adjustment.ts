import type { ApprovalRole } from '../periods/life/history.js';
import { requirePeople } from '../periods/life/take-step.js';
import type { ReadAdjustment } from './read-adjustments.js';
import { changedLines } from './restated-content.js';
import { type Adjusting, type AskingAboutAdjustment, takeAdjustmentStep } from './take-adjustment-step.js';

export interface ApprovingAdjustment extends AskingAboutAdjustment {
  readonly contentSha256: string;
  readonly role: ApprovalRole;
}

/**
 * Approves an adjustment by its hash.
 *
 * @throws {CxError} what `takeAdjustmentStep` throws; APPROVER_IS_MAKER, APPROVER_TWICE, APPROVER_OWN_DEPARTMENT
 */
export function approveAdjustment(adjusting: Adjusting, approving: ApprovingAdjustment): Promise<ReadAdjustment> {
  const { by, role } = approving;
  return takeAdjustmentStep(adjusting, 'APPROVE', approving, async ({ adjustment, approvals, corrected }) => {
    const lines = changedLines(corrected, adjustment.content);
    const isOutside = lines.some((department) => !by.departments.includes(department));
    requirePeople(adjustment.proposedBy !== by.name, 'APPROVER_IS_MAKER', `${by.name} proposed the adjustment`);
    const hasSigned = approvals.current.some((one) => one.by === by.name);
    requirePeople(!hasSigned, 'APPROVER_TWICE', `${by.name} has approved this adjustment`);
    requirePeople(isOutside, 'APPROVER_OWN_DEPARTMENT', `every changed line is of a department of ${by.name}`);
    return { kind: 'APPROVED', role };
  });
}

/**
 * Withdraws an adjustment before it is posted: its maker, or an approver who says no.
 *
 * @throws {CxError} what `takeAdjustmentStep` throws
 */
export function withdrawAdjustment(
  adjusting: Adjusting,
  asking: AskingAboutAdjustment & { readonly reason: string },
): Promise<ReadAdjustment> {
  return takeAdjustmentStep(adjusting, 'WITHDRAW', asking, async () => ({ kind: 'WITHDRAWN', reason: asking.reason }));
}
