import type { DepartmentInput, NotPayable, SnapshotContent } from '../content.js';
import type { Approvals } from './approvals.js';
import type { History } from './history.js';
import { isHeld } from './holds.js';

/** Reasons that a close itself answers: people who are proven have approved. */
const ANSWERED: readonly NotPayable[] = ['NOT_APPROVED', 'IDENTITY_NOT_PROVEN'];

/**
 * The closed version of what was approved: the same figures under the next number. A line is payable unless something stands against it that
 * no one may accept, or that not enough people have accepted. The figures of a department on hold stay in it and are not payable.
 */
export function closedContent(
  approved: SnapshotContent,
  approvedSha256: string,
  { current, accepted }: Approvals,
  { events }: Pick<History, 'events'>,
): SnapshotContent {
  const inputs = approved.inputs.map((input): DepartmentInput => {
    const held: readonly NotPayable[] = isHeld(events, input.department) ? ['HELD'] : [];
    const isLeft = (reason: NotPayable) => !ANSWERED.includes(reason) && !accepted.some((one) => one === reason);
    return {
      ...input,
      notPayableReasons: [...input.notPayableReasons.filter(isLeft), ...held],
      changeSinceLastVersionE4: 0n,
    };
  });
  const notPayableReasons = [...new Set(inputs.flatMap((input) => input.notPayableReasons))];
  return {
    ...approved,
    version: approved.version + 1,
    supersedes: approved.version,
    state: 'CLOSED',
    payable: notPayableReasons.length === 0,
    notPayableReasons,
    reason: 'CLOSE',
    approvedSha256,
    approvedAs: current.map(({ role = '' }) => role),
    ...(accepted.length > 0 && { accepted }),
    inputs,
  };
}
