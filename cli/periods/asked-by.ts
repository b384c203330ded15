import { inWords } from '#libs/domain/enum-words.js';

/** What each guard of a period asks for, in words that are true when it is met. */
const ASKED: Readonly<Record<string, string>> = {
  PERIOD_NOT_OVER: 'period over',
  NOT_MATURED: 'matured',
  GRACE_NOT_OVER: 'grace over',
  FEED_NOT_COMPLETE: 'sources complete',
  BATCHES_MISSING: 'nothing missing',
  BATCHES_QUARANTINED: 'nothing quarantined',
  RULESET_NOT_BOUND: 'rules bound',
  COVERAGE_TOO_LOW: 'coverage',
  CUT_NOT_REACHED: 'cut reached',
  REVIEW_NOT_OVER: 'review over',
  CLOSING_VERSION_MISSING: 'version at the cut-off',
  CONTESTS_OPEN: 'contests decided',
  APPROVALS_MISSING: 'approvals',
};

/** Of a guard that a newer server has and these words do not, its reason. */
export function askedBy(reason: string): string {
  return ASKED[reason] ?? inWords(reason);
}
