import { factKind } from '#libs/cases/facts/fact-kind.js';
import { objectionToPieces } from './pieces.js';

interface ItemFaultValue {
  readonly wrongPieces: number;
  readonly shortPieces: number;
}

/** The parcel held wrong goods, or fewer than it should, and the warehouse has confirmed it. Every report counts. */
export const itemFaultConfirmed = factKind({
  counts: 'every',
  part: 'may',
  check: ({ wrongPieces, shortPieces }: ItemFaultValue) =>
    objectionToPieces({
      'item_fault_confirmed.wrong_pieces': wrongPieces,
      'item_fault_confirmed.short_pieces': shortPieces,
    }),
  read: (_, happenedAt) => ({ name: 'item_fault_confirmed' as const, happenedAt }),
  describe: ({ wrongPieces, shortPieces }) => `${wrongPieces} pieces wrong, ${shortPieces} short`,
});
