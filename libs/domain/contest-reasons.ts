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
    'The case is contested already under this metric, or the line of the period, and that contest is open.',
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
  PARTY_NOT_HEARD: spec(
    'FAILED_PRECONDITION',
    'The department that would answer was not told of the contest; tell it with HearParty, and rule when it has answered or its window is over.',
  ),
  HEARING_NOT_OVER: spec(
    'FAILED_PRECONDITION',
    'The department that would answer has not answered, and its window runs; rule when it has answered, or after its window.',
  ),
  HEARING_OVER: spec(
    'FAILED_PRECONDITION',
    'A department answers a contest once, and before its window ends; a ruling against it may be contested in turn.',
  ),
  HEARING_UNKNOWN: spec(
    'FAILED_PRECONDITION',
    'The contest asks for nothing of this department, so there is nothing to answer.',
  ),
  CITATION_MISSING: spec(
    'FAILED_PRECONDITION',
    'A ruling cites at least one verdict of the case, and none of another; of a line a version of its period. ForeseeRuling names them.',
  ),
  RULING_WAITS_FOR_CLOSE: spec(
    'FAILED_PRECONDITION',
    'The decision was overdue, so the contest counts as upheld in the result of its period; rule again after the close, for a correction.',
  ),
  CONTEST_UNKNOWN: spec('NOT_FOUND', 'There is no such contest that concerns this department.'),
} as const;
