import { enumWords } from '#libs/domain/enum-words.js';
import type { DueState } from './verdict.js';

/** How the states of a question that is due are stored in a smallint column. */
export const DUE_STATES = enumWords('due state', { MAY_GO_SILENT: 1, WAITS: 2, CHARGED: 3 } satisfies Record<
  DueState,
  number
>);
