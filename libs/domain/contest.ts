import { enumWords, type Word } from './enum-words.js';

/** Why a department contests a case: the closed list. `cx.contests.v1.Ground` says what each means. */
export const GROUNDS = enumWords('ground', {
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
});

export type Ground = Word<typeof GROUNDS>;
