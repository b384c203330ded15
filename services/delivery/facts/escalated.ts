import { objectionToChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { ESCALATION_RULINGS } from '#libs/catalogue/delivery/report.js';
import { inWords } from '#libs/domain/enum-words.js';

interface EscalatedValue {
  /** A number of ESCALATION_RULINGS. */
  readonly ruling: number;
}

/** The customer complained to a second instance, or it ruled. Each report says something of its own. */
export const escalated = factKind({
  counts: 'every',
  part: 'may',
  check: ({ ruling }: EscalatedValue) => objectionToChoice(ruling, ESCALATION_RULINGS, 'escalated.ruling'),
  read: ({ ruling }, happenedAt) => ({
    ...{ name: 'escalated' as const, happenedAt },
    ruling: ESCALATION_RULINGS.wordOf(ruling),
  }),
  describe: ({ ruling }) => inWords(ESCALATION_RULINGS.find(ruling)),
});
