import { EXPORT_REASONS } from './export-reasons.js';
import { spec } from './reason-spec.js';

/** Why records are not given out, and exports are not claimed. They are part of the one list, `REASONS`. */
export const RECORD_REASONS = {
  RECORDS_NOT_MADE: spec(
    'FAILED_PRECONDITION',
    'This version was frozen before records were made; freeze the period again, which makes a version with records.',
  ),
  ...EXPORT_REASONS,
} as const;
