import { objectionToOptionalChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { DAMAGE_ORIGINS } from '#libs/catalogue/delivery/report.js';
import { inWords } from '#libs/domain/enum-words.js';

interface DamageFoundValue {
  /** A number of DAMAGE_ORIGINS; 0 until it is known. */
  readonly origin: number;
}

/** The content was found damaged. Every report counts: an examination may find out later where the damage was done. */
export const damageFound = factKind({
  counts: 'every',
  part: 'may',
  check: ({ origin }: DamageFoundValue) => objectionToOptionalChoice(origin, DAMAGE_ORIGINS, 'damage_found.origin'),
  read: ({ origin }, happenedAt) => ({
    ...{ name: 'damage_found' as const, happenedAt },
    origin: DAMAGE_ORIGINS.find(origin),
  }),
  describe: ({ origin }) => inWords(DAMAGE_ORIGINS.find(origin)),
});
