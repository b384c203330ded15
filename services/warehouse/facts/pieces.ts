import { type Objection, objectionToNumber } from '#libs/cases/facts/fact-checks.js';

const PIECES = { from: 0, to: 100_000 };

/**
 * Checks numbers of pieces, each in its field: in range, and not all 0, because then nothing was found.
 *
 * @param pieces  by field, the first one first
 */
export function objectionToPieces(pieces: Readonly<Record<string, number>>): Objection | undefined {
  const fields = Object.entries(pieces);
  const wrong = fields.map(([field, number]) => objectionToNumber(number, PIECES, field, 'PIECES_INVALID'));
  const first = wrong.find((objection) => objection !== undefined);
  if (first !== undefined || fields.some(([, number]) => number > 0)) return first;
  const [[field = ''] = []] = fields;
  return objectionToNumber(0, { ...PIECES, from: 1 }, field, 'PIECES_INVALID');
}
