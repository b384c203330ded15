import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindFacts, compile } from './compile.js';
import { calendarOf, KNOWN, PRICES, SEEN } from './fixtures/price-seen.js';
import { FAILURES, type TypeName } from './types.js';

const at = (iso: string) => Date.parse(iso);
const evaluated = (text: string, gives: TypeName, facts = SEEN) =>
  compile(text, gives, PRICES, { known: KNOWN, calendarOf })(bindFacts(facts));

describe('an expression gives', () => {
  it.each<[string, TypeName, unknown]>([
    ['has(price_seen)', 'yes_no', true],
    ['has(sold)', 'yes_no', false],
    ['has(sold) && sold.day == price_seen.day', 'yes_no', false],
    ['has(price_seen.until)', 'yes_no', false],
    ['has(price_seen.raised) && price_seen.raised', 'yes_no', true],
    // 1999 * 100 = 199,900 and 1899 * 105 = 199,395
    ['price_seen.our_cents * 100 <= price_seen.low_cents * 105', 'yes_no', false],
    ['-7 / 2 == -3 && -7 % 2 == -1', 'yes_no', true],
    ['9007199254740993 + 1', 'whole_number', 9_007_199_254_740_994n],
    ['"category/" + price_seen.category', 'text', 'category/toys'],
    ['string(price_seen.our_cents) + string(price_seen.day)', 'text', '19992027-01-04'],
    ['size("Ä" + price_seen.article)', 'whole_number', 3n],
    ['price_seen.day < day("2027-02-01")', 'yes_no', true],
    ['civilDaysLater(price_seen.day, 28)', 'day', '2027-02-01'],
    ['daysBetween(day("2027-01-31"), price_seen.day)', 'whole_number', -27n],
    ['dayOf(timestamp("2027-01-03T23:30:00Z"), "Europe/Berlin")', 'day', '2027-01-04'],
    ['startOfDay(price_seen.day, "Europe/Berlin")', 'instant', at('2027-01-03T23:00:00Z')],
    ['endOfDay(price_seen.day, "Europe/Berlin")', 'instant', at('2027-01-04T23:00:00Z')],
    // The clocks go forward on 28 March 2027: 24 civil hours are 23 hours.
    ['civilDaysLater(timestamp("2027-03-27T11:00:00Z"), 1, "Europe/Berlin")', 'instant', at('2027-03-28T10:00:00Z')],
    ['price_seen.happened_at + duration("1h30m")', 'instant', at('2027-01-04T09:30:00Z')],
    ['minutesBetween(price_seen.happened_at, endOfDay(price_seen.day, "UTC"))', 'whole_number', 960n],
    ['workedBy(price_seen.happened_at, 600, "helpdesk")', 'instant', at('2027-01-11T09:00:00Z')],
    [
      'workingMinutes(price_seen.happened_at, price_seen.happened_at + duration("20h"), "helpdesk")',
      'whole_number',
      540n,
    ],
    ['["A", "B"].exists(x, price_seen.article.startsWith(x))', 'yes_no', true],
    ['[1, 2].all(x, has(sold) || x > 1)', 'yes_no', false],
  ])('%s', (text, gives, value) => {
    expect(evaluated(text, gives)).toEqual({ kind: 'value', value });
  });

  it.each<[string, TypeName, keyof typeof FAILURES]>([
    ['1 / (price_seen.low_cents - 1899) > 1', 'yes_no', 'DIVISION_BY_ZERO'],
    ['1 % (price_seen.low_cents - 1899) > 1', 'yes_no', 'DIVISION_BY_ZERO'],
    ['price_seen.our_cents * 9223372036854775807 > 1', 'yes_no', 'OVERFLOW'],
    ['-(-9223372036854775807 - price_seen.low_cents / 1899)', 'whole_number', 'OVERFLOW'],
    ['civilDaysLater(price_seen.day, 9223372036854775807)', 'day', 'OUT_OF_RANGE'],
    ['civilDaysLater(day("2999-12-31"), 1)', 'day', 'OUT_OF_RANGE'],
    [
      'price_seen.happened_at + duration("999999h") + duration("999999h") + duration("999999h") + duration("999999h") + duration("999999h") + duration("999999h") + duration("999999h") + duration("999999h") + duration("999999h")',
      'instant',
      'OUT_OF_RANGE',
    ],
    ['endOfDay(price_seen.day, price_seen.zone)', 'instant', 'ZONE_UNKNOWN'],
    ['workedBy(price_seen.happened_at, 29999, "helpdesk")', 'instant', 'OUT_OF_RANGE'],
  ])('a named failure for %s', (text, gives, reason) => {
    expect(evaluated(text, gives)).toEqual({ kind: 'failed', reason });
  });

  it('a failure when a calendar is gone on the day of the case', () => {
    const text = 'workedBy(price_seen.happened_at, 10, "helpdesk")';
    const judge = compile(text, 'instant', PRICES, { known: KNOWN, calendarOf: () => undefined });
    expect(judge(bindFacts(SEEN))).toEqual({ kind: 'failed', reason: 'LIMIT_NEVER_REACHED' });
  });

  it('a failure and no crash when a fact lacks what every fact has', () => {
    expect(evaluated('price_seen.our_cents > 1', 'yes_no', { price_seen: {} })).toEqual({
      kind: 'failed',
      reason: 'VALUE_ABSENT',
    });
    expect(evaluated('price_seen.our_cents > 1', 'yes_no', {})).toEqual({ kind: 'failed', reason: 'VALUE_ABSENT' });
  });

  it('the same value for the same facts, whatever was evaluated before, and never anything else than a value or a failure', () => {
    const number = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const facts = fc.record({
      our_cents: number,
      low_cents: number,
      happened_at: fc.integer(),
      day: fc.constantFrom('2027-01-04', 'x'),
    });
    const texts: [string, TypeName][] = [
      ['price_seen.our_cents * 100 / price_seen.low_cents > 3', 'yes_no'],
      ['price_seen.our_cents + price_seen.low_cents', 'whole_number'],
      ['civilDaysLater(price_seen.day, price_seen.our_cents)', 'day'],
      ['workedBy(price_seen.happened_at, price_seen.our_cents, "helpdesk")', 'instant'],
      ['civilDaysLater(price_seen.happened_at, price_seen.low_cents, "Europe/Berlin")', 'instant'],
    ];
    const judges = texts.map(([text, gives]) => compile(text, gives, PRICES, { known: KNOWN, calendarOf }));
    fc.assert(
      fc.property(facts, (price_seen) => {
        for (const judge of judges) {
          const first = judge(bindFacts({ price_seen }));
          expect(judge(bindFacts({ price_seen }))).toEqual(first);
          if (first.kind === 'failed') expect(Object.keys(FAILURES)).toContain(first.reason);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('no expression with a mistake', () => {
    expect(() => compile('price_seen.our', 'yes_no', PRICES, { calendarOf })).toThrow('no field our');
  });
});
