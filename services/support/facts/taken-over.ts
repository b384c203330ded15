import { factKind } from '#libs/cases/facts/fact-kind.js';

/** A person of the next team went on with the contact. That may happen several times, so every report counts. */
export const takenOver = factKind({
  counts: 'every',
  read: (_: object, happenedAt) => ({ name: 'taken_over' as const, happenedAt }),
});
