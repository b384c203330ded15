import { enumWords, type Word } from '#libs/domain/enum-words.js';
import type { Instant } from '#libs/domain/time.js';

/** Why goods are returned or complained about, by its number in the contract. */
export const DEFECT_CAUSES = enumWords('defect cause', {
  NOT_AS_DESCRIBED: 1,
  DAMAGED: 2,
  FAULTY: 3,
  WRONG_ITEM: 4,
  MISSING_ITEM: 5,
  TOO_LATE: 6,
  DOES_NOT_FIT: 7,
  CHANGED_MIND: 8,
});
export type DefectCause = Word<typeof DEFECT_CAUSES>;

/** A return or a claim of the customer. */
export interface Defect {
  readonly happenedAt: Instant;
  readonly cause: DefectCause;
}
