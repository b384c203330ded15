import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDocument } from './calendar-document.js';
import { listed, type NamedPeriods, namedPeriods, names, overlap, takeOver } from './named-periods.js';

/** Names of all kinds, right and wrong. */
const name = fc.oneof(
  fc.constantFrom(
    '2027-01',
    '2027-12',
    '2027-Q1',
    '2027-Q4',
    '2027-W01',
    '2027-W53',
    '2027',
    '2027-06-12m',
    '2027-P01',
  ),
  fc.constantFrom('2026-P12', '2027-P99', '2999-P52', '2000-P01', '', '2027-13', 'January'),
);
const range = fc.record({ first: name, last: name }, { requiredKeys: ['first'] });
const calendar = fc.record(
  {
    months: range,
    quarters: range,
    weeks: range,
    years: range,
    twelve_months: range,
    pay_periods: fc.record(
      {
        first: name,
        last: name,
        year_begins: fc.constantFrom('2026-12-28', '2027-02-30', '2999-12-31', '2000-01-01', 'tomorrow'),
        weeks: fc.oneof(
          fc.constantFrom<number[]>([4, 4, 5], [4], [1], [52]),
          fc.array(fc.integer({ min: 1, max: 52 }), { maxLength: 5 }),
        ),
        long_years: fc.array(fc.integer({ min: 2000, max: 2999 }), { maxLength: 4 }),
      },
      { requiredKeys: ['first', 'year_begins', 'weeks'] },
    ),
  },
  { requiredKeys: [] },
);
const inTurn = (calendars: readonly (readonly NamedPeriods[])[], kind: string) =>
  takeOver(
    calendars.flatMap((own, place) =>
      own.filter(({ first }) => first.kind === kind).map((named) => ({ ruleset: `r${place}`, named })),
    ),
  );

describe('the periods that rulesets name', () => {
  it('are read from any document without an error, and in full from one that the schema takes', () => {
    fc.assert(
      fc.property(calendar, (written) => {
        const named = namedPeriods(written);
        if (calendarDocument.safeParse(written).success) {
          expect(named.length).toBe(Object.values(written).filter((one) => one !== undefined).length);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('belong to one ruleset each, where no two overlap', () => {
    fc.assert(
      fc.property(fc.array(calendar, { minLength: 2, maxLength: 4 }), (written) => {
        const calendars = written.map(namedPeriods);
        for (const kind of new Set(calendars.flat().map(({ first }) => first.kind))) {
          const turns = inTurn(calendars, kind);
          const isApart = turns.every((own, place) => {
            const next = turns[place + 1];
            return next === undefined || overlap(own, next) === undefined;
          });
          const isLong = turns.some(({ named: { last } }) => last !== undefined && last.firstDay > '2100');
          if (!isApart || isLong) continue;
          const periods = turns
            .filter(({ named }) => named.first.name < '2028')
            .flatMap(({ named }) => listed(named, '2028-01-01'));
          if (periods.length > 500) continue;
          for (const period of periods) expect(turns.filter(({ named }) => names(named, period))).toHaveLength(1);
        }
      }),
      { numRuns: 500 },
    );
  });
});
