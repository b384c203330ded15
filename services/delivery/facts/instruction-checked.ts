import { objectionToChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { INSTRUCTION_RESULTS } from '#libs/catalogue/delivery/report.js';
import { inWords } from '#libs/domain/enum-words.js';

interface InstructionCheckedValue {
  /** A number of INSTRUCTION_RESULTS. */
  readonly result: number;
}

/** It was found out whether the instruction was followed. The driver, an audit and the customer may each report it. */
export const instructionChecked = factKind({
  counts: 'every',
  part: 'may',
  check: ({ result }: InstructionCheckedValue) =>
    objectionToChoice(result, INSTRUCTION_RESULTS, 'instruction_checked.result'),
  read: ({ result }, happenedAt) => ({
    ...{ name: 'instruction_checked' as const, happenedAt },
    result: INSTRUCTION_RESULTS.wordOf(result),
  }),
  describe: ({ result }) => inWords(INSTRUCTION_RESULTS.find(result)),
});
