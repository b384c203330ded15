import { objectionToChoice, objectionToOptionalChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { DELIVERY_PLACES, PROOF_KINDS } from '#libs/catalogue/delivery/report.js';
import { inWords } from '#libs/domain/enum-words.js';

interface ProofTakenValue {
  /** A number of PROOF_KINDS. */
  readonly kind: number;
  /** A number of DELIVERY_PLACES; 0 when it is not known. */
  readonly place: number;
  readonly rejected: boolean;
}

/** There is a proof of the delivery. Every report counts: an examination may reject the proof later. */
export const proofTaken = factKind({
  counts: 'every',
  part: 'may',
  check: ({ kind, place }: ProofTakenValue) =>
    objectionToChoice(kind, PROOF_KINDS, 'proof_taken.kind') ??
    objectionToOptionalChoice(place, DELIVERY_PLACES, 'proof_taken.place'),
  read: ({ kind, place, rejected }, happenedAt) => ({
    ...{ name: 'proof_taken' as const, happenedAt, isRejected: rejected },
    kind: PROOF_KINDS.wordOf(kind),
    place: DELIVERY_PLACES.find(place),
  }),
  describe: ({ kind, place, rejected }) => {
    const figures = [PROOF_KINDS.find(kind), DELIVERY_PLACES.find(place)].map((word) => inWords(word));
    return [...figures, rejected ? 'rejected' : ''].filter((figure) => figure !== '').join(', ');
  },
});
