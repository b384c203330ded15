import { enumWords } from '#libs/domain/enum-words.js';
import type { DueState } from './verdict.js';

/** The states of an evaluation that waits, by their numbers in the column `due.state`. */
export const DUE_STATES = enumWords('due state', {
  MAY_GO_SILENT: 1,
  WAITS: 2,
  CHARGED: 3,
  STANDS_STILL: 4,
} satisfies Record<DueState, number>);
