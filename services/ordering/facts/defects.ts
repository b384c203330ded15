import { objectionToChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { DEFECT_CAUSES } from '#libs/catalogue/ordering/defect.js';
import { inWords } from '#libs/domain/enum-words.js';

interface DefectValue {
  /** A number of DEFECT_CAUSES. */
  readonly cause: number;
}

const defect = <const Name extends 'returned' | 'claimed'>(name: Name) =>
  factKind({
    counts: 'every',
    part: 'may',
    check: ({ cause }: DefectValue) => objectionToChoice(cause, DEFECT_CAUSES, `${name}.cause`),
    read: ({ cause }, happenedAt) => ({ name, happenedAt, cause: DEFECT_CAUSES.wordOf(cause) }),
    describe: ({ cause }) => inWords(DEFECT_CAUSES.wordOf(cause)),
  });

/** The customer sends goods back. Every report counts: parcels and articles come back one by one. */
export const returned = defect('returned');

/** The customer complains about goods and keeps them. Every report counts. */
export const claimed = defect('claimed');
