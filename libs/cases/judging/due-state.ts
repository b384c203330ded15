import { enumWords } from '#libs/domain/enum-words.js';
import type { AsKnown, DueState } from './verdict.js';

/** The states of an evaluation that waits, by their numbers in the column `due.state`. */
export const DUE_STATES = enumWords('due state', {
  MAY_GO_SILENT: 1,
  WAITS: 2,
  CHARGED: 3,
  STANDS_STILL: 4,
} satisfies Record<DueState, number>);

/** What an evaluation would become if nothing more were reported, by its number in the column `due.as_known`. */
export const AS_KNOWN = enumWords('outlook of a due evaluation', {
  MISS: 1,
  MISS_OF_OTHERS: 2,
  SAFE: 3,
  NOT_STATED: 4,
} satisfies Record<AsKnown, number>);
