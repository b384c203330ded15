import { type Objection, objectionToInstant } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { COMMITMENTS } from '#libs/catalogue/support/commitments.js';
import { wallTime } from '#libs/domain/time.js';

interface CommitmentMadeValue {
  /** A number of COMMITMENTS. */
  readonly commitment: number;
  readonly dueAt?: Date | undefined;
}

/** The help desk promised to call back, to replace goods or the like. It may promise several things, so every report counts. */
export const commitmentMade = factKind({
  counts: 'every',
  check: ({ commitment, dueAt }: CommitmentMadeValue) =>
    objectionToCommitment(commitment, 'commitment_made.commitment') ??
    objectionToInstant(dueAt?.getTime(), 'commitment_made.due_at'),
  read: ({ commitment, dueAt }, happenedAt) => {
    if (dueAt === undefined) throw new Error('a stored commitment has no due instant');
    return {
      ...{ name: 'commitment_made' as const, happenedAt },
      ...{ commitment: COMMITMENTS.wordOf(commitment), dueAt: dueAt.getTime() },
    };
  },
  describe: ({ commitment, dueAt }, zone) =>
    [commitmentText(commitment), ...(dueAt === undefined ? [] : [`by ${wallTime(dueAt.getTime(), zone)}`])].join(' '),
});

/** What is wrong with what is promised: every commitment says so. */
export function objectionToCommitment(commitment: number, field: string): Objection | undefined {
  if (COMMITMENTS.find(commitment) !== undefined) return undefined;
  const detail = 'the fact does not say what is promised, or in a word that this version does not know';
  return { reason: 'COMMITMENT_UNKNOWN', field, detail };
}

/** "call back" */
export function commitmentText(commitment: number): string {
  return COMMITMENTS.wordOf(commitment).toLowerCase().replace('_', ' ');
}
