import { factKind } from '#libs/cases/facts/fact-kind.js';
import { objectionToPieces } from './pieces.js';

interface OverageValue {
  readonly surplusPieces: number;
}

/** The parcel held more goods than it should. Every report counts. */
export const overageFound = factKind({
  counts: 'every',
  part: 'may',
  check: ({ surplusPieces }: OverageValue) => objectionToPieces({ 'overage_found.surplus_pieces': surplusPieces }),
  read: (_, happenedAt) => ({ name: 'overage_found' as const, happenedAt }),
  describe: ({ surplusPieces }) => `${surplusPieces} pieces too many`,
});
