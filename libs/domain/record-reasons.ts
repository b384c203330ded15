import { EXPORT_REASONS } from './export-reasons.js';
import { PAYOUT_REASONS } from './payout-reasons.js';
import { spec } from './reason-spec.js';
import { SIGNING_REASONS } from './signing-reasons.js';

/** Why records are not given out or not signed, exports are not claimed, and nothing is paid out. They are part of the one list, `REASONS`. */
export const RECORD_REASONS = {
  RECORDS_NOT_MADE: spec(
    'FAILED_PRECONDITION',
    'This version was frozen before records were made; freeze the period again, which makes a version with records.',
  ),
  ...EXPORT_REASONS,
  ...SIGNING_REASONS,
  ...PAYOUT_REASONS,
} as const;
