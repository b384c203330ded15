import { objectionToOptionalChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { CANCEL_CAUSES, CANCELING_PARTIES } from '#libs/catalogue/ordering/cancellation.js';
import { inWords } from '#libs/domain/enum-words.js';

interface CanceledValue {
  /** happened_at is not the real time, because the shop does not record it. */
  readonly timeUnknown: boolean;
  /** A number of CANCELING_PARTIES; 0 when it is not known. */
  readonly by: number;
  /** A number of CANCEL_CAUSES; 0 when it is not known. */
  readonly cause: number;
}

/** The order, or one of its parcels, was canceled. The first report counts. */
export const canceled = factKind({
  counts: 'first',
  part: 'may',
  check: ({ by, cause }: CanceledValue) =>
    objectionToOptionalChoice(by, CANCELING_PARTIES, 'canceled.by') ??
    objectionToOptionalChoice(cause, CANCEL_CAUSES, 'canceled.cause'),
  read: (value, happenedAt) => {
    const [by, cause] = [CANCELING_PARTIES.find(value.by), CANCEL_CAUSES.find(value.cause)];
    return {
      ...{ name: 'canceled' as const, happenedAt },
      ...(by === undefined ? {} : { by }),
      ...(cause === undefined ? {} : { cause }),
    };
  },
  describe: (value) => {
    const [by, cause] = [CANCELING_PARTIES.find(value.by), CANCEL_CAUSES.find(value.cause)];
    const figures = [
      by === undefined ? '' : `by the ${inWords(by)}`,
      cause === undefined ? '' : inWords(cause),
      value.timeUnknown ? 'the shop does not record when' : '',
    ];
    return figures.filter((figure) => figure !== '').join(', ');
  },
});
