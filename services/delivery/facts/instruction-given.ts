import { objectionToChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { DELIVERY_PLACES } from '#libs/catalogue/delivery/report.js';
import { inWords } from '#libs/domain/enum-words.js';

interface InstructionGivenValue {
  /** A number of DELIVERY_PLACES. */
  readonly place: number;
}

/** The customer said where the parcel should be left. A metric reads the last instruction before the delivery. */
export const instructionGiven = factKind({
  counts: 'every',
  part: 'may',
  check: ({ place }: InstructionGivenValue) => objectionToChoice(place, DELIVERY_PLACES, 'instruction_given.place'),
  read: ({ place }, happenedAt) => ({
    ...{ name: 'instruction_given' as const, happenedAt },
    place: DELIVERY_PLACES.wordOf(place),
  }),
  describe: ({ place }) => inWords(DELIVERY_PLACES.find(place)),
});
