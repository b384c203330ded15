import { found, wordsByNumber } from '../facts/stored.js';
import type { DueState } from './verdict.js';

/** How the states of a question that is due are stored in a smallint column. */
export const DUE_STATE_NUMBER = { MAY_GO_SILENT: 1, WAITS: 2, CHARGED: 3 } as const satisfies Record<DueState, number>;

const DUE_STATES = wordsByNumber(DUE_STATE_NUMBER);

export const dueStateFrom = (number: number): DueState => found(DUE_STATES, number);
