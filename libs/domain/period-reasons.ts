import { spec } from './reason-spec.js';
import { WEBHOOK_REASONS } from './webhook-reasons.js';

/** Why a period does not take its next step, and no message of it is sent. They are part of the one list, `REASONS`. */
export const PERIOD_REASONS = {
  ...WEBHOOK_REASONS,
  PERIOD_CLOSED: spec(
    'FAILED_PRECONDITION',
    'The period is closed, final or voided: nothing changes it any more; a correction goes into a later period.',
  ),
  PERIOD_STATE_WRONG: spec(
    'FAILED_PRECONDITION',
    'The state of the period does not allow this; GetPeriod says which step is next, and when.',
  ),
  PERIOD_CHANGED: spec(
    'FAILED_PRECONDITION',
    'Something else happened to the period meanwhile; read it again, and send its version.',
  ),
  PERIOD_RACE: spec('ABORTED', 'Something else happened to the period at the same moment; try again.'),
  GRACE_NOT_OVER: spec('FAILED_PRECONDITION', 'Late reports of the period are still taken in.'),
  CUT_NOT_REACHED: spec(
    'FAILED_PRECONDITION',
    'A source has not sealed a drained batch since the cut-off; start it, and wait for a minute.',
  ),
  REVIEW_NOT_OVER: spec('FAILED_PRECONDITION', 'Departments still review the provisional result.'),
  CLOSING_VERSION_MISSING: spec(
    'FAILED_PRECONDITION',
    'The newest version does not end at the cut-off; an HR maker makes the next one with CreateSnapshot.',
  ),
  CONTESTS_OPEN: spec(
    'FAILED_PRECONDITION',
    'Contests of the period are open; decide them, or let three approvers carve them out.',
  ),
  APPROVALS_MISSING: spec('FAILED_PRECONDITION', 'Not every line is approved by enough people of both roles.'),
  COUNTS_DIFFER: spec(
    'FAILED_PRECONDITION',
    'What is counted and computed at the cut is not the approved version; let an HR maker make the next version.',
  ),
  CONTENT_NOT_NEWEST: spec(
    'FAILED_PRECONDITION',
    'content_sha256 is not the hash of the newest version; read that version, and approve what you have read.',
  ),
  MAKER_UNKNOWN: spec(
    'FAILED_PRECONDITION',
    'This version does not prove its maker; let an HR maker make the next one.',
  ),
  APPROVER_IS_MAKER: spec('FAILED_PRECONDITION', 'The caller made this version; another person approves it.'),
  APPROVER_TWICE: spec(
    'FAILED_PRECONDITION',
    'The caller has approved this version already; another person is needed.',
  ),
  APPROVER_WROTE_RULES: spec(
    'FAILED_PRECONDITION',
    'The caller proposed or published the ruleset, and no period was closed by it yet; another person approves the first one.',
  ),
  APPROVER_OWN_DEPARTMENT: spec(
    'FAILED_PRECONDITION',
    'Every line is of a department of the caller; another person approves.',
  ),
  APPROVER_LACKS_ROLE: spec('FAILED_PRECONDITION', 'The caller approves as hr or as finance, and holds that role.'),
  OVERRIDE_INVALID: spec(
    'INVALID_ARGUMENT',
    'An approval may accept RULES_BOUND_AFTER_START, NOTICE_TOO_SHORT and NOT_REVIEWED, and carve out open contests of the period.',
  ),
  APPROVAL_UNKNOWN: spec('FAILED_PRECONDITION', 'The caller has no approval of this period that stands.'),
  CLOSER_IS_MAKER: spec('FAILED_PRECONDITION', 'The caller made the version; another person closes the period.'),
  VOID_SAME_PERSON: spec('FAILED_PRECONDITION', 'The caller asked for it; another person voids the period.'),
  HOLD_UNCHANGED: spec('FAILED_PRECONDITION', 'The department is on hold already, or is not on hold.'),
  HOLD_OWN_DEPARTMENT: spec(
    'FAILED_PRECONDITION',
    'The caller belongs to the department; another person holds or releases it.',
  ),
  PERIOD_NOT_CLOSED: spec(
    'FAILED_PRECONDITION',
    'Only a closed period is adjusted; before that, make its next version.',
  ),
  PERIOD_FINAL: spec(
    'FAILED_PRECONDITION',
    'The long stop of the period has passed: what arrives is kept and counted, and changes nothing any more.',
  ),
  ADJUSTMENT_UNKNOWN: spec('NOT_FOUND', 'There is no such adjustment.'),
  ADJUSTMENT_STATE_WRONG: spec('FAILED_PRECONDITION', 'The adjustment is posted or withdrawn: propose the next one.'),
  ADJUSTMENT_STALE: spec(
    'FAILED_PRECONDITION',
    'Another adjustment of the period was posted since this one was proposed; withdraw it, and propose it again.',
  ),
  ENGINE_DIFFERS: spec(
    'FAILED_PRECONDITION',
    'This program makes other figures from the same counts than the version has; only an ENGINE_DEFECT is corrected so.',
  ),
  NOTHING_CHANGES: spec('FAILED_PRECONDITION', 'The counts of now make the same lines; there is nothing to correct.'),
  POSTER_IS_MAKER: spec('FAILED_PRECONDITION', 'The caller proposed the adjustment; another person posts it.'),
  POSTING_PERIOD_MISSING: spec(
    'FAILED_PRECONDITION',
    'Every later period is closed or has not begun; publish the ruleset of the next ones, or wait for the first to begin.',
  ),
  RUN_NOT_OPEN: spec(
    'FAILED_PRECONDITION',
    'Corrections of the period are posted in its restatement runs; wait for the next one, or propose an extra run, which three people approve.',
  ),
  SNAPSHOT_RACE: spec('ABORTED', 'Another snapshot of this period was made at the same moment; try again.'),
  VERSION_NOT_NAMED: spec('INVALID_ARGUMENT', 'A file must name its version; "latest" is refused here.'),
  FORMAT_INVALID: spec(
    'INVALID_ARGUMENT',
    'The call writes no file in this format; the message names those that it writes.',
  ),
} as const;
