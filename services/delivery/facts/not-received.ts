import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The customer reported that a delivered parcel is not there. The first report counts; the customer may report it again. */
export const notReceived = factKind({
  counts: 'first',
  mayRepeat: true,
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'not_received' as const, happenedAt }),
});
