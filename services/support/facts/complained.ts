import type { Objection } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { COMPLAINT_CAUSES, PARTIES } from '#libs/catalogue/support/complaint.js';

interface ComplainedValue {
  /** A number of COMPLAINT_CAUSES; 0 when it is not known. */
  readonly cause: number;
  /** A number of PARTIES; 0 when it is not known. */
  readonly causedBy: number;
}

/** The customer complained. Causes are found out later: the first report says when, the last one why, so every one counts. */
export const complained = factKind({
  counts: 'every',
  check: ({ cause, causedBy }: ComplainedValue) =>
    unknownCause(cause) ?? objectionToParty(causedBy, 'complained.caused_by'),
  read: ({ causedBy }, happenedAt) => ({
    ...{ name: 'complained' as const, happenedAt, causedBy: PARTIES.find(causedBy) },
  }),
  describe: ({ cause, causedBy }) => {
    const by = PARTIES.find(causedBy)?.toLowerCase();
    const figures = [
      COMPLAINT_CAUSES.find(cause)?.toLowerCase().replaceAll('_', ' '),
      by === undefined ? undefined : `caused by ${by}`,
    ];
    return figures.filter((figure) => figure !== undefined).join(', ');
  },
});

function unknownCause(cause: number): Objection | undefined {
  if (cause === 0 || COMPLAINT_CAUSES.find(cause) !== undefined) return undefined;
  const detail = 'this version does not know the cause; leave it out when none fits';
  return { reason: 'COMPLAINT_CAUSE_UNKNOWN', field: 'complained.cause', detail };
}

/** A party is left out, or one that this version knows. */
export function objectionToParty(party: number, field: string): Objection | undefined {
  if (party === 0 || PARTIES.find(party) !== undefined) return undefined;
  return {
    reason: 'PARTY_UNKNOWN',
    field,
    detail: 'this version does not know the party; leave it out when none fits',
  };
}
