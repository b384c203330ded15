import { enumWords, type Word } from '#libs/domain/enum-words.js';

/**
 * What is wrong with a line, the first found in this order. MISSING: the position is not the next one. UNLINKED: it does not name
 * the hash of the line before. CHANGED: its hash is not that of its text. MISPLACED: its text was written for another position.
 * CUT_OFF: the log ends before the head that was remembered. REWRITTEN: another line stands where the remembered head was.
 */
export const CHAIN_FAULTS = enumWords('audit fault', {
  MISSING: 1,
  UNLINKED: 2,
  CHANGED: 3,
  MISPLACED: 4,
  CUT_OFF: 5,
  REWRITTEN: 6,
});
export type ChainFault = Word<typeof CHAIN_FAULTS>;
