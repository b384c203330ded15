import { objectionToChoice, objectionToNumber, objectionToOptionalChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { CAUSING_DEPARTMENTS, VOUCHER_CAUSES } from '#libs/catalogue/ordering/voucher.js';
import { inWords } from '#libs/domain/enum-words.js';

interface VoucherGrantedValue {
  /** A number of VOUCHER_CAUSES. */
  readonly cause: number;
  readonly amountMinor: number;
  /** A number of CAUSING_DEPARTMENTS; 0 when it is not known. */
  readonly causedBy: number;
}

/** The customer was given a voucher. Every one counts. */
export const voucherGranted = factKind({
  counts: 'every',
  check: ({ cause, amountMinor, causedBy }: VoucherGrantedValue) =>
    objectionToChoice(cause, VOUCHER_CAUSES, 'voucher_granted.cause') ??
    objectionToNumber(amountMinor, { from: 1, to: 100_000_000 }, 'voucher_granted.amount_minor') ??
    objectionToOptionalChoice(causedBy, CAUSING_DEPARTMENTS, 'voucher_granted.caused_by'),
  read: ({ cause, amountMinor, ...value }, happenedAt) => {
    const causedBy = CAUSING_DEPARTMENTS.find(value.causedBy);
    return {
      ...{ name: 'voucher_granted' as const, happenedAt, cause: VOUCHER_CAUSES.wordOf(cause), amountMinor },
      ...(causedBy === undefined ? {} : { causedBy }),
    };
  },
  describe: ({ cause, amountMinor, ...value }) => {
    const causedBy = CAUSING_DEPARTMENTS.find(value.causedBy);
    return `${inWords(VOUCHER_CAUSES.wordOf(cause))}, ${amountMinor} minor units${causedBy === undefined ? '' : `, caused by ${inWords(causedBy)}`}`;
  },
});
