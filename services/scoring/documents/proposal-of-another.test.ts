import { describe, expect, it } from 'vitest';
import { proposalOfAnother } from './proposal-of-another.js';
import type { Proposal, ProposalState } from './proposals.js';

const CONTENT = Buffer.alloc(32, 1);
const OTHER_CONTENT = Buffer.alloc(32, 2);

function proposal(number: number, proposedBy: string, state: ProposalState = 'OPEN', sha256 = CONTENT): Proposal {
  return {
    ...{ number, proposedBy, state, sha256, kind: 'metrics', version: 3, baseVersion: 2, baseSha256: OTHER_CONTENT },
    ...{ title: '', firstDay: '2027-01-01', boundAfterStart: false, text: 'metrics: {}\n', reason: 'a test' },
    ...{ proposedAt: 0, publishedVersion: undefined },
  };
}

/** What ben gets who wants to publish the content: the number of a proposal, or a reason. */
function forBen(...proposals: readonly Proposal[]): number | string {
  try {
    return proposalOfAnother(proposals, { sha256: CONTENT, publishedBy: 'ben' }).number;
  } catch (error) {
    return (error as { reason: string }).reason;
  }
}

describe('a person publishes a document', () => {
  it('that another person has proposed; of several proposals the newest', () => {
    expect(forBen(proposal(1, 'ann'))).toBe(1);
    expect(forBen(proposal(2, 'cleo'), proposal(1, 'ann'))).toBe(2);
  });

  it('that both have proposed, as the proposal of the other one', () => {
    expect(forBen(proposal(2, 'ben'), proposal(1, 'ann'))).toBe(1);
  });

  it.each([
    ['nothing is proposed', 'NOT_PROPOSED', []],
    ['another content is proposed', 'NOT_PROPOSED', [proposal(1, 'ann', 'OPEN', OTHER_CONTENT)]],
    [
      'the content was published by a proposal, and another version since',
      'NOT_PROPOSED',
      [proposal(1, 'ann', 'PUBLISHED')],
    ],
    ['the person proposed it alone', 'SAME_PERSON', [proposal(1, 'ben')]],
    [
      'the person proposed it again after the one of another person got outdated',
      'SAME_PERSON',
      [proposal(2, 'ben'), proposal(1, 'ann', 'OUTDATED')],
    ],
    ['another version was published since', 'PROPOSAL_OUTDATED', [proposal(1, 'ann', 'OUTDATED')]],
    ['it is outdated, also when the person proposed it', 'PROPOSAL_OUTDATED', [proposal(1, 'ben', 'OUTDATED')]],
  ] as const)('but not when %s: %s', (_, reason, proposals) => {
    expect(forBen(...proposals)).toBe(reason);
  });
});
