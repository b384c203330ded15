import { objectionToUnit } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import type { Unit } from '#libs/domain/unit.js';

interface TransferredValue {
  /** The team that is to take it over. */
  readonly toUnit: Unit;
}

/** The contact was handed to another team. That may happen several times, so every report counts. */
export const transferred = factKind({
  counts: 'every',
  check: ({ toUnit }: TransferredValue) => objectionToUnit(toUnit, 'transferred.to_unit'),
  read: ({ toUnit }, happenedAt) => ({ name: 'transferred' as const, happenedAt, toUnit }),
  describe: ({ toUnit }) => `to ${toUnit}`,
});
