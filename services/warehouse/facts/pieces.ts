import type { Objection } from '#libs/cases/facts/fact-checks.js';

const MOST_PIECES = 100_000;

/** Checks numbers of pieces: each from 0 through 100,000, and not all 0, because then nothing was found. */
export function objectionToPieces(pieces: readonly number[], field: string): Objection | undefined {
  const isInRange = pieces.every((one) => one >= 0 && one <= MOST_PIECES);
  if (isInRange && pieces.some((one) => one > 0)) return undefined;
  const detail = `pieces are from 0 through ${MOST_PIECES}, and one number of them is at least 1`;
  return { reason: 'PIECES_INVALID', field, detail };
}
