import { objectionToChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { COLLECTION_PROBLEMS } from '#libs/catalogue/delivery/report.js';
import { inWords } from '#libs/domain/enum-words.js';

interface CollectionInVainValue {
  /** A number of COLLECTION_PROBLEMS. */
  readonly problem: number;
}

/** The customer came to collect the parcel and went without it, perhaps several times. */
export const collectionInVain = factKind({
  counts: 'every',
  part: 'may',
  check: ({ problem }: CollectionInVainValue) =>
    objectionToChoice(problem, COLLECTION_PROBLEMS, 'collection_in_vain.problem'),
  read: ({ problem }, happenedAt) => ({
    ...{ name: 'collection_in_vain' as const, happenedAt },
    problem: COLLECTION_PROBLEMS.wordOf(problem),
  }),
  describe: ({ problem }) => inWords(COLLECTION_PROBLEMS.find(problem)),
});
