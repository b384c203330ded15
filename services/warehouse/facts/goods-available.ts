import { factKind } from '#libs/cases/facts/fact-kind.js';

/** All goods of a receipt can be sold. The first report counts. */
export const goodsAvailable = factKind({
  about: 'receipt',
  counts: 'first',
  read: (_: object, happenedAt) => ({ about: 'receipt' as const, name: 'goods_available' as const, happenedAt }),
});
