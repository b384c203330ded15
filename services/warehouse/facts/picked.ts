import { type Objection, objectionToUnit } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import type { Unit } from '#libs/domain/unit.js';

interface PickedValue {
  /** Empty: the origin of the parcel. */
  readonly unit: Unit;
  readonly linesOrdered: number;
  readonly linesRight: number;
  readonly linesShort: number;
}

const MOST_LINES = 10_000;

/** The lines of a parcel were picked. The first report counts: picking again cures the parcel, not the pick. */
export const picked = factKind({
  counts: 'first',
  part: 'may',
  check: (value: PickedValue) =>
    (value.unit === '' ? undefined : objectionToUnit(value.unit, 'picked.unit')) ?? wrongLines(value),
  read: ({ unit, linesOrdered, linesRight, linesShort }, happenedAt) => ({
    ...{ name: 'picked' as const, happenedAt, linesOrdered, linesRight, linesShort },
    ...(unit === '' ? {} : { unit }),
  }),
  describe: ({ unit, linesOrdered, linesRight, linesShort }) => {
    const figures = `${linesRight} of ${linesOrdered} lines right, ${linesShort} short`;
    return unit === '' ? figures : `${figures}, by ${unit}`;
  },
});

function wrongLines({ linesOrdered, linesRight, linesShort }: PickedValue): Objection | undefined {
  const reason = 'LINES_INVALID';
  if (linesOrdered < 1 || linesOrdered > MOST_LINES) {
    return { reason, field: 'picked.lines_ordered', detail: `lines_ordered is from 1 through ${MOST_LINES}` };
  }
  if (linesRight >= 0 && linesShort >= 0 && linesRight + linesShort <= linesOrdered) return undefined;
  const detail = `${linesRight} lines right and ${linesShort} short are not 0 to ${linesOrdered}`;
  return { reason, field: 'picked.lines_right', detail };
}
