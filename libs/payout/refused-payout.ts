/** Why nothing is allocated. The sentence says what to do. */
export const REFUSALS = {
  PERIOD_NOT_CLOSED: 'The period is not closed, so nothing of it is payable. To see what it would pay: --simulate.',
  PERIOD_NOT_FROZEN: 'The period has no version: cx bonus snapshot PERIOD --reason FIRST.',
  PLAN_NOT_BOUND: 'No published pay plan holds on the first day of the period.',
  PLAN_BOUND_AFTER_START: 'The pay plan was published after its first day had begun, so nothing is payable by it.',
  POOL_UNKNOWN: 'The plan has no such pool.',
  NOTHING_POSTED: 'No correction of the period was posted: cx adjustment list PERIOD.',
  POSTED_ELSEWHERE: 'The newest correction counts in another period.',
  CLOSED_PAYOUT_DIFFERS: 'The manifest is not that of a payout of this roster by the closed version.',
  EARLIER_MISSING:
    'The period was corrected before. Name the deltas that were paid then: --earlier FILE; if none was paid: --first.',
  EARLIER_UNREADABLE: 'A file of earlier deltas cannot be used.',
  RECOVERY_UNREADABLE: 'The file of decisions cannot be used.',
  SERVICE_DIFFERS:
    'The payout process computes other amounts than this program: they are of different versions. Update this one, or use --offline.',
  FILE_DIFFERS: 'A file of this allocation exists and says something else. Name another folder: --out DIR.',
} as const;

/** Nothing was allocated and nothing was written. */
export class RefusedPayout extends Error {
  constructor(
    readonly reason: keyof typeof REFUSALS,
    detail = '',
  ) {
    super([REFUSALS[reason], detail].filter((part) => part !== '').join(' '));
    this.name = 'RefusedPayout';
  }
}
