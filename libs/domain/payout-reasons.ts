import { spec } from './reason-spec.js';

/** Why a roster is not allocated. They are part of `RECORD_REASONS`. */
export const PAYOUT_REASONS = {
  PERIOD_NOT_FROZEN: spec('FAILED_PRECONDITION', 'The period has no version yet; an HR maker makes one.'),
  PERIOD_NOT_CLOSED: spec(
    'FAILED_PRECONDITION',
    'The period is not closed, so nothing of it is payable; it can be simulated.',
  ),
  PLAN_NOT_BOUND: spec('FAILED_PRECONDITION', 'No published pay plan holds on the first day of the period.'),
  PLAN_BOUND_AFTER_START: spec(
    'FAILED_PRECONDITION',
    'The pay plan was published after its first day had begun, so nothing is payable by it; it can be simulated.',
  ),
  POOL_UNKNOWN: spec('INVALID_ARGUMENT', 'The pay plan has no pool of this name, or several and none was named.'),
  ROSTER_INVALID: spec(
    'INVALID_ARGUMENT',
    'Lines of the roster are wrong; each is named with line and column, and nothing was allocated.',
  ),
  ROSTER_TOO_LONG: spec('INVALID_ARGUMENT', 'A roster has at most 20,000 rows; allocate by several pools.'),
  PAYOUT_STANDS: spec(
    'FAILED_PRECONDITION',
    'Another payable manifest of this period and pool stands; name it as the one that is replaced, if nothing was paid by it.',
  ),
  NOTHING_POSTED: spec('FAILED_PRECONDITION', 'No correction of the period was posted.'),
  CLOSED_PAYOUT_DIFFERS: spec(
    'FAILED_PRECONDITION',
    'The manifest is not that of a payout of this roster by the closed version.',
  ),
  EARLIER_MISSING: spec(
    'FAILED_PRECONDITION',
    'The period was corrected before; send the deltas that were paid then, or say that none was.',
  ),
  EARLIER_UNREADABLE: spec(
    'INVALID_ARGUMENT',
    'A file of earlier deltas is not of this period and currency, has other columns, or was sent twice.',
  ),
  RECOVERY_UNREADABLE: spec('INVALID_ARGUMENT', 'Decisions have the columns payee,recovery, each payee once.'),
  SCORING_UNAVAILABLE: spec(
    'UNAVAILABLE',
    'Scoring does not answer the payout process; nothing was stored; try again.',
  ),
} as const;
