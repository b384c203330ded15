import { objectionToChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { objectionToPlace, type PlaceValue } from '#libs/cases/facts/place.js';
import { CAUSING_DEPARTMENTS } from '#libs/catalogue/ordering/voucher.js';
import { inWords } from '#libs/domain/enum-words.js';

/** A customer ordered whom no span holds. The first report of a span counts. */
export const customerSpanBegun = factKind({
  about: 'customer_span',
  counts: 'first',
  check: (value: PlaceValue) => objectionToPlace(value, 'customer_span_begun'),
  read: ({ unit, zone }, happenedAt) => ({
    ...{ about: 'customer_span' as const, name: 'customer_span_begun' as const, happenedAt, unit, zone },
  }),
  describe: ({ unit }) => unit,
  zone: ({ zone }) => zone,
});

interface FailureMetValue {
  /** A number of CAUSING_DEPARTMENTS. */
  readonly causedBy: number;
}

/** The customer met a failure of ours. Every one counts. */
export const failureMet = factKind({
  about: 'customer_span',
  counts: 'every',
  check: ({ causedBy }: FailureMetValue) => objectionToChoice(causedBy, CAUSING_DEPARTMENTS, 'failure_met.caused_by'),
  read: ({ causedBy }, happenedAt) => ({
    ...{ about: 'customer_span' as const, name: 'failure_met' as const, happenedAt },
    causedBy: CAUSING_DEPARTMENTS.wordOf(causedBy),
  }),
  describe: ({ causedBy }) => `caused by ${inWords(CAUSING_DEPARTMENTS.wordOf(causedBy))}`,
});
