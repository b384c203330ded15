import { spec } from './reason-spec.js';

/** Why a case is not contested. They are part of the one list, `REASONS`. */
export const CONTEST_REASONS = {
  GROUND_UNKNOWN: spec('INVALID_ARGUMENT', 'A case is contested on one of the grounds that docs/contests.md lists.'),
  EVIDENCE_INVALID: spec(
    'INVALID_ARGUMENT',
    'Evidence is a reference of 1 to 128 printable characters, such as the number of a file; no mail address, no password.',
  ),
  PARTY_INVALID: spec(
    'INVALID_ARGUMENT',
    'A responsible party is a department, "customer" or a path as misses name it.',
  ),
  CASE_UNKNOWN: spec(
    'NOT_FOUND',
    'Scoring has counted no such case of this metric on this day; if it was judged just now, try again.',
  ),
  NOT_CHARGED: spec(
    'FAILED_PRECONDITION',
    'The department answers for no miss of this case in this metric, so it has nothing to contest.',
  ),
  CONTEST_OPEN: spec(
    'FAILED_PRECONDITION',
    'The case is contested already under this metric, and that contest is open.',
  ),
  OUTCOME_UNKNOWN: spec('INVALID_ARGUMENT', 'A contest is dismissed, taken out, or charged to another party.'),
  ANSWER_UNKNOWN: spec('INVALID_ARGUMENT', 'A second reviewer confirms a decision or refuses it.'),
  CONTEST_DECIDED: spec(
    'FAILED_PRECONDITION',
    'A ruling holds, or a decision waits for a second reviewer; read the contest, and name the ruling that yours replaces.',
  ),
  NOTHING_TO_CONFIRM: spec(
    'FAILED_PRECONDITION',
    'This decision does not wait for a second reviewer; read the contest.',
  ),
  RULING_OWN_DEPARTMENT: spec(
    'FAILED_PRECONDITION',
    'The caller belongs to a department that judged the case, contests it or would answer for it; another reviewer rules.',
  ),
  RULING_SAME_PERSON: spec(
    'FAILED_PRECONDITION',
    'The caller has opened the contest or made the decision; another reviewer rules.',
  ),
  CONTEST_UNKNOWN: spec('NOT_FOUND', 'There is no such contest that concerns this department.'),
} as const;
