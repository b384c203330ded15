import type { DepartmentInput, NotPayable, SnapshotContent } from '../content.js';
import type { Approvals } from './approvals.js';
import type { History } from './history.js';
import { isHeld } from './holds.js';

/** Reasons that a close itself answers: people who are proven have approved. */
const ANSWERED: readonly NotPayable[] = ['NOT_APPROVED', 'IDENTITY_NOT_PROVEN'];

/** What people decided about the version that is closed. With its content, it makes the closed one. */
export interface CloseTerms {
  /** As what each approver signed. */
  readonly approvedAs: readonly string[];
  /** Reasons against paying that all of enough people have accepted. */
  readonly accepted: readonly NotPayable[];
  /** Departments on hold. */
  readonly held: ReadonlySet<string>;
  /** Departments whose line was contested and upheld. */
  readonly upheld: ReadonlySet<string>;
}

export function closeTerms(
  { inputs }: Pick<SnapshotContent, 'inputs'>,
  { current, accepted }: Approvals,
  { events }: Pick<History, 'events'>,
  upheld: ReadonlySet<string>,
): CloseTerms {
  const held = inputs.flatMap(({ department }) => (isHeld(events, department) ? [department] : []));
  return { approvedAs: current.map(({ role = '' }) => role), accepted, held: new Set(held), upheld };
}

/**
 * The closed version of what was approved: the same figures under the next number. A line is payable unless something stands against it that
 * no one may accept, or that not enough people have accepted. The figures of a department on hold, or whose contest of its line was upheld, stay in it
 * and are not payable.
 */
export function closedContent(
  approved: SnapshotContent,
  approvedSha256: string,
  { approvedAs, accepted, held, upheld }: CloseTerms,
): SnapshotContent {
  const isLeft = (reason: NotPayable) => !ANSWERED.includes(reason) && !accepted.includes(reason);
  const inputs = approved.inputs.map((input): DepartmentInput => {
    const onHold: readonly NotPayable[] = held.has(input.department) ? ['HELD'] : [];
    const contested: readonly NotPayable[] = upheld.has(input.department) ? ['CONTEST_UPHELD'] : [];
    const notPayableReasons = [...input.notPayableReasons.filter(isLeft), ...onHold, ...contested];
    return { ...input, notPayableReasons, changeSinceLastVersionE4: 0n };
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
    approvedAs,
    ...(accepted.length > 0 && { accepted }),
    inputs,
  };
}
