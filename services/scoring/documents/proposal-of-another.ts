import { CxError } from '#libs/domain/error.js';
import type { Proposal } from './proposals.js';

/** What a person wants to publish. */
export interface WantedContent {
  /** Of its meaning. */
  readonly sha256: Buffer;
  /** The caller, as proven. */
  readonly publishedBy: string;
}

/**
 * The proposal that a person may publish: an open one with this content that another person made. Of several the newest.
 *
 * @param proposals  of the kind of the document, newest first
 * @throws {CxError} NOT_PROPOSED, PROPOSAL_OUTDATED, SAME_PERSON
 */
export function proposalOfAnother(proposals: readonly Proposal[], { sha256, publishedBy }: WantedContent): Proposal {
  const same = proposals.filter((one) => one.sha256.equals(sha256));
  const open = same.filter(({ state }) => state === 'OPEN');
  const ofAnother = open.find(({ proposedBy }) => proposedBy !== publishedBy);
  if (ofAnother !== undefined) return ofAnother;
  if (open[0] !== undefined)
    throw new CxError('SAME_PERSON', `it was proposed by ${publishedBy}; another person publishes it`);
  const outdated = same.find(({ state }) => state === 'OUTDATED');
  if (outdated !== undefined)
    throw new CxError(
      'PROPOSAL_OUTDATED',
      `it was proposed by ${outdated.proposedBy} when version ${outdated.baseVersion} was the newest, and another one was published since`,
      { field: 'text' },
    );
  throw new CxError('NOT_PROPOSED', 'no open proposal has this content; another person proposes it first', {
    field: 'text',
  });
}
