import { describe, expect, it } from 'vitest';
import { checkExpression } from './check.js';
import { bindFacts, compile } from './compile.js';
import { MOST_FACTS } from './fact-lists.js';
import { calendarOf, KNOWN, PRICES, SEEN } from './fixtures/price-seen.js';
import type { TypeName, Value } from './types.js';

/** Prices in order of time: our cents of each. */
const seen = (...cents: readonly bigint[]): Readonly<Record<string, Value>>[] =>
  cents.map((our_cents) => ({ ...SEEN['price_seen'], our_cents }));
const evaluated = (text: string, cents: readonly bigint[], gives: TypeName = 'yes_no') => {
  const result = compile(text, gives, PRICES, { known: KNOWN, calendarOf })(
    bindFacts(SEEN, { price_seen: seen(...cents) }),
  );
  return result.kind === 'value' ? result.value : result.reason;
};
const mistakeOf = (text: string, gives: TypeName = 'yes_no') => {
  const checked = checkExpression(text, gives, PRICES, KNOWN);
  return checked.kind === 'mistakes' ? checked.mistakes[0]?.reason : undefined;
};

describe('all facts of a kind', () => {
  it.each([
    ['exists: one fact is enough', 'all.price_seen.exists(p, p.our_cents > 20)', [10n, 30n], true],
    ['exists: no fact, no', 'all.price_seen.exists(p, true)', [], false],
    ['all: each fact', 'all.price_seen.all(p, p.our_cents > 20)', [10n, 30n], false],
    ['all: no fact contradicts', 'all.price_seen.all(p, false)', [], true],
    ['a kind without facts is an empty list', 'size(all.sold) == 0 && !all.sold.exists(s, true)', [10n], true],
    ['a filter is counted', 'size(all.price_seen.filter(p, p.our_cents > 20)) == 2', [10n, 30n, 40n], true],
    ['beside the fact that counts', 'all.price_seen.exists(p, p.our_cents < price_seen.our_cents)', [1n], true],
    ['a field that is absent', 'all.price_seen.exists(p, !has(p.until))', [1n], true],
    ['a fact that decides before another one fails', 'all.price_seen.exists(p, 10 / p.our_cents > 4)', [2n, 0n], true],
    [
      'a failure before a fact that would decide',
      'all.price_seen.exists(p, 10 / p.our_cents > 4)',
      [0n, 2n],
      'DIVISION_BY_ZERO',
    ],
    ['what is not asked does not fail', 'false && all.price_seen.exists(p, 1 / p.our_cents > 9)', [0n], false],
    [
      'a filter fails with one of its facts',
      'size(all.price_seen.filter(p, 1 / p.our_cents > 0)) > 0',
      [0n, 1n],
      'DIVISION_BY_ZERO',
    ],
  ] as const)('%s', (_, text, cents, value) => {
    expect(evaluated(text, cents)).toBe(value);
  });

  it('are counted, however many there are, and looked through up to a bound', () => {
    const many = Array.from({ length: MOST_FACTS + 1 }, () => 30n);
    expect(evaluated('size(all.price_seen)', many, 'whole_number')).toBe(BigInt(MOST_FACTS + 1));
    expect(evaluated('all.price_seen.exists(p, true)', many.slice(1))).toBe(true);
    expect(evaluated('all.price_seen.exists(p, true)', many)).toBe('TOO_MANY_FACTS');
    expect(evaluated('size(all.price_seen.filter(p, true)) > 0', many)).toBe('TOO_MANY_FACTS');
  });

  it('are those of one case: the next evaluation sees its own', () => {
    const rule = compile('size(all.price_seen) == 1', 'yes_no', PRICES, { known: KNOWN, calendarOf });
    const [one, two] = [[1n], [1n, 2n]].map((cents) => bindFacts(SEEN, { price_seen: seen(...cents) }));
    expect([one, two, one].map((facts) => rule(facts as never))).toEqual(
      [true, false, true].map((value) => ({ kind: 'value', value })),
    );
  });

  it.each([
    ['an unknown kind', 'all.prize_seen.exists(p, true)', 'NAME_UNKNOWN'],
    ['an unknown kind that is counted', 'size(all.prize_seen) > 0', 'NAME_UNKNOWN'],
    ['an unknown field', 'all.price_seen.exists(p, p.rank < 3)', 'FACT_FIELD_UNKNOWN'],
    ['an optional field without has()', 'all.price_seen.exists(p, p.raised)', 'PRESENCE_NOT_CHECKED'],
    ['a fact as a value', 'all.price_seen.exists(p, p == 1)', 'EXPRESSION_TYPE_WRONG'],
    ['a condition of another type', 'all.price_seen.exists(p, p.our_cents)', 'EXPRESSION_TYPE_WRONG'],
    ['a list as a value', 'all.price_seen', 'EXPRESSION_TYPE_WRONG'],
    ['a filter as a value', 'all.price_seen.filter(p, true)', 'EXPRESSION_TYPE_WRONG'],
    ['lists that are compared', 'all.price_seen == all.price_seen', 'EXPRESSION_TYPE_WRONG'],
    ['has() of a list', 'has(all.price_seen)', 'OPERATION_UNKNOWN'],
    ['all alone', 'size(all) > 0', 'OPERATION_UNKNOWN'],
    ['a macro that makes a list', 'size(all.price_seen.map(p, p.our_cents)) > 0', 'OPERATION_UNKNOWN'],
    ['exists_one', 'all.price_seen.exists_one(p, true)', 'OPERATION_UNKNOWN'],
    ['a list within a list', 'all.price_seen.exists(p, all.sold.exists(s, true))', 'EXPRESSION_TOO_LARGE'],
    ['a list that is counted within a list', 'all.price_seen.exists(p, size(all.sold) > 1)', 'OPERATION_UNKNOWN'],
    ['a fact with the name of a kind', 'all.price_seen.exists(sold, true)', 'NAME_RESERVED'],
    [
      'a condition that costs too much',
      'all.price_seen.exists(p, workedBy(p.happened_at, 60, "helpdesk") > p.happened_at)',
      'EXPRESSION_TOO_LARGE',
    ],
  ])('%s is a mistake', (_, text, reason) => {
    expect(mistakeOf(text)).toBe(reason);
  });

  it('of a case are read without asking has(): a list may be empty', () => {
    expect(mistakeOf('all.sold.all(s, s.day > day("2027-01-01"))')).toBeUndefined();
  });
});
