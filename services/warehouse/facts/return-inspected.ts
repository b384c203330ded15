import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The goods of a return were inspected. The first report counts. */
export const returnInspected = factKind({
  about: 'return',
  counts: 'first',
  read: (_: object, happenedAt) => ({ about: 'return' as const, name: 'return_inspected' as const, happenedAt }),
});
