import { factKind } from '#libs/cases/facts/fact-kind.js';
import { COMMITMENTS } from '#libs/catalogue/support/commitments.js';
import { commitmentText, objectionToCommitment } from './commitment-made.js';

interface CommitmentKeptValue {
  /** A number of COMMITMENTS. */
  readonly commitment: number;
}

/** What the help desk promised was done. It may have promised several things, so every report counts. */
export const commitmentKept = factKind({
  counts: 'every',
  check: ({ commitment }: CommitmentKeptValue) => objectionToCommitment(commitment, 'commitment_kept.commitment'),
  read: ({ commitment }, happenedAt) => ({
    ...{ name: 'commitment_kept' as const, happenedAt, commitment: COMMITMENTS.wordOf(commitment) },
  }),
  describe: ({ commitment }) => commitmentText(commitment),
});
