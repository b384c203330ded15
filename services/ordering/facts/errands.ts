import { factKind } from '#libs/cases/facts/fact-kind.js';
import { objectionToPlace, type PlaceValue } from '#libs/cases/facts/place.js';

type Errand = 'session' | 'stock_notice' | 'reminder';

const begun = <const About extends Errand, const Name extends string>(about: About, name: Name) =>
  factKind({
    about,
    counts: 'first',
    check: (value: PlaceValue) => objectionToPlace(value, name),
    read: ({ unit, zone }, happenedAt) => ({ about, name, happenedAt, unit, zone }),
    describe: ({ unit }) => unit,
    zone: ({ zone }) => zone,
  });

const ended = <const About extends Errand, const Name extends string>(about: About, name: Name) =>
  factKind({ about, counts: 'first', read: (_: object, happenedAt) => ({ about, name, happenedAt }) });

/** A customer began to check out. The first report of a session counts. */
export const checkoutStarted = begun('session', 'checkout_started');

/** The checkout ended with an order. The first report of a session counts. */
export const checkoutCompleted = ended('session', 'checkout_completed');

/** An article for which a customer waits is there again. The first report of a notice counts. */
export const stockNoticeOwed = begun('stock_notice', 'stock_notice_owed');

/** The customer was told. The first report of a notice counts. */
export const stockNoticeSent = ended('stock_notice', 'stock_notice_sent');

/** A customer should be reminded to order an article again. The first report of a reminder counts. */
export const reminderOwed = begun('reminder', 'reminder_owed');

/** The customer was reminded. The first report of a reminder counts. */
export const reminderSent = ended('reminder', 'reminder_sent');
