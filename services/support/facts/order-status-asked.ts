import { factKind } from '#libs/cases/facts/fact-kind.js';
import { PARTIES } from '#libs/catalogue/support/complaint.js';
import { objectionToParty } from './complained.js';

interface OrderStatusAskedValue {
  /** A number of PARTIES: whose link of the journey was late; 0 when none was or when it is not known. */
  readonly late: number;
}

/** The customer asked where the order is. Which link was late is found out later: the first report says when, the last one which. */
export const orderStatusAsked = factKind({
  counts: 'every',
  check: ({ late }: OrderStatusAskedValue) => objectionToParty(late, 'order_status_asked.late'),
  read: ({ late }, happenedAt) => ({
    ...{ name: 'order_status_asked' as const, happenedAt, late: PARTIES.find(late) },
  }),
  describe: ({ late }) => {
    const by = PARTIES.find(late)?.toLowerCase();
    return by === undefined ? '' : `late by ${by}`;
  },
});
