import { objectionToChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { enumWords, inWords } from '#libs/domain/enum-words.js';

interface DataCorrectedValue {
  /** A number of CORRECTED_DATA. */
  readonly data: number;
}

/** Data of an order that can be wrong, by its number in the contract. */
export const CORRECTED_DATA = enumWords('corrected data', { ADDRESS: 1, CONTACT: 2, ITEMS: 3, PRICE: 4, PAYMENT: 5 });

/** A person corrected data of the order by hand. Every correction counts; what was written is not reported. */
export const dataCorrected = factKind({
  counts: 'every',
  check: ({ data }: DataCorrectedValue) => objectionToChoice(data, CORRECTED_DATA, 'data_corrected.data'),
  read: (_, happenedAt) => ({ name: 'data_corrected' as const, happenedAt }),
  describe: ({ data }) => inWords(CORRECTED_DATA.wordOf(data)),
});
