import { enumWords, type Word } from './enum-words.js';

const OF_CASES = {
  WRONG_FACT: 1,
  MISSING_FACT: 2,
  WRONG_DAY: 3,
  DUPLICATE: 4,
  WRONG_DEPARTMENT: 5,
  FAULT_OF_PARTNER: 6,
  FAULT_OF_UPSTREAM: 7,
  FAULT_OF_CUSTOMER: 8,
  FORCE_MAJEURE: 9,
  EXCLUSION_REFUSED: 10,
} as const;
const OF_LINES = { WRONG_RULES: 11, ARITHMETIC: 12 } as const;

/** Why a department contests: the closed list. `cx.contests.v1.Ground` says what each means. */
export const GROUNDS = enumWords('ground', { ...OF_CASES, ...OF_LINES });
export type Ground = Word<typeof GROUNDS>;

/** Why it contests a case. */
export const CASE_GROUNDS = enumWords('ground of a case', OF_CASES);
/** Why it contests its line in a version of a period. */
export const LINE_GROUNDS = enumWords('ground of a line', OF_LINES);
