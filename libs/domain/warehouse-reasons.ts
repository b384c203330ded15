import { type ReasonSpec, spec } from './reason-spec.js';

/** Why facts of the warehouse are refused, besides the reasons that facts of every department have. */
export const WAREHOUSE_REASONS = {
  LINES_INVALID: spec(
    'INVALID_ARGUMENT',
    'A pick has 1 to 10,000 lines, and the lines that are right and those that are short are together at most as many.',
  ),
  PIECES_INVALID: spec('INVALID_ARGUMENT', 'A number of pieces is from 0 through 100,000, and not all are 0.'),
  PACKAGING_WISH_INVALID: spec(
    'INVALID_ARGUMENT',
    'A packaging wish is empty or has 1 to 64 characters of a-z, 0-9, "_" and "-".',
  ),
  DEPARTURE_BEFORE_PLAN: spec('INVALID_ARGUMENT', 'The planned departure lies before the plan was made.'),
  DAMAGE_CAUSE_UNKNOWN: spec('INVALID_ARGUMENT', 'A damage has no cause, or one that this version does not know.'),
  PACKAGING_FAULT_UNKNOWN: spec('INVALID_ARGUMENT', 'This version does not know this fault of packaging.'),
  CHECKS_INVALID: spec('INVALID_ARGUMENT', 'An audit has 1 to 1,000 checks, and at most as many are met.'),
} as const satisfies Record<string, ReasonSpec>;
