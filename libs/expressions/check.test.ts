import { describe, expect, it } from 'vitest';
import { checkExpression } from './check.js';
import { KNOWN, PRICES } from './fixtures/price-seen.js';
import { MOST_CHARACTERS } from './parse.js';
import type { TypeName } from './types.js';

const mistakesOf = (text: string, gives: TypeName = 'yes_no') => {
  const checked = checkExpression(text, gives, PRICES, KNOWN);
  return checked.kind === 'mistakes' ? checked.mistakes : [];
};

describe('checkExpression', () => {
  it.each([
    ['a word for "and"', 'true and false', 'EXPRESSION_INVALID', 5, '&&'],
    ['one = for two', 'price_seen.our_cents = 1', 'EXPRESSION_INVALID', 21, 'Compare by =='],
    ['a bracket that is not closed', '(1 > 2', 'EXPRESSION_INVALID', 6, 'Close every bracket'],
    ['a text that is not closed', 'price_seen.article == "a', 'EXPRESSION_INVALID', 19, 'operators'],
    ['the end where a value belongs', '1 > 2 &&', 'EXPRESSION_INVALID', 6, 'Correct'],
    ['an unknown kind of fact', '1 < 2 && has(sould)', 'NAME_UNKNOWN', 13, 'Write sold.'],
    ['an unknown field', 'price_seen.our_cent > 1', 'FACT_FIELD_UNKNOWN', 11, 'Write our_cents.'],
    ['an unknown field in has()', 'has(price_seen.rised)', 'FACT_FIELD_UNKNOWN', 15, 'Write raised.'],
    ['a kind of fact as a value', 'price_seen == "x"', 'EXPRESSION_TYPE_WRONG', 0, 'price_seen.happened_at'],
    ['a fact that may be absent', 'sold.day == price_seen.day', 'PRESENCE_NOT_CHECKED', 0, 'has(sold) &&'],
    ['a field that may be absent', 'price_seen.raised', 'PRESENCE_NOT_CHECKED', 0, 'has(price_seen.raised) &&'],
    ['has() behind the field', 'price_seen.raised && has(price_seen.raised)', 'PRESENCE_NOT_CHECKED', 0, '&&'],
    ['has() in one of two cases', '(has(sold) || true) && sold.day == price_seen.day', 'PRESENCE_NOT_CHECKED', 23, ''],
    ['a number as a condition', '1', 'EXPRESSION_TYPE_WRONG', 0, 'comparison'],
    ['a text plus a number', '"a" + 1 == "b"', 'EXPRESSION_TYPE_WRONG', 0, 'belong together'],
    ['texts in order of size', '"a" < "b"', 'EXPRESSION_TYPE_WRONG', 0, ''],
    ['lists that are compared', '[1] == [1]', 'EXPRESSION_TYPE_WRONG', 0, ''],
    ['a choice that is never made', 'price_seen.category == "toy"', 'CHOICE_UNKNOWN', 23, 'Write "toys".'],
    ['a choice that is never made, in a list', 'price_seen.category in ["toy"]', 'CHOICE_UNKNOWN', 24, 'toys'],
    ['an unknown function', 'now() > timestamp("2027-01-01T00:00:00Z")', 'FUNCTION_UNKNOWN', 0, 'Functions are'],
    ['a regular expression, whose cost has no bound', 'price_seen.article.matches("(a+)+")', 'FUNCTION_UNKNOWN', 0, ''],
    ['an unknown zone', 'dayOf(price_seen.happened_at, "Berlin") == price_seen.day', 'ZONE_UNKNOWN', 30, 'IANA'],
    [
      'an unknown calendar',
      'workingMinutes(price_seen.happened_at, price_seen.happened_at, "desk") > 1',
      'CALENDAR_UNKNOWN',
      63,
      'helpdesk',
    ],
    [
      'a calendar from a field',
      'workingMinutes(price_seen.happened_at, price_seen.happened_at, price_seen.article) > 1',
      'CALENDAR_UNKNOWN',
      63,
      '',
    ],
    ['a day that does not exist', 'price_seen.day == day("2027-02-30")', 'ARGUMENTS_WRONG', 22, 'existing day'],
    [
      'an instant without a zone',
      'price_seen.happened_at > timestamp("2027-01-31T09:00:00")',
      'ARGUMENTS_WRONG',
      35,
      '09:00:00Z',
    ],
    [
      'a duration in days',
      'price_seen.happened_at + duration("1d") > price_seen.happened_at',
      'ARGUMENTS_WRONG',
      34,
      '1h30m',
    ],
    [
      'a function with too few arguments',
      'endOfDay(price_seen.day) > price_seen.happened_at',
      'ARGUMENTS_WRONG',
      0,
      'endOfDay(day, zone)',
    ],
    ['has() of two things', 'has(price_seen, sold)', 'ARGUMENTS_WRONG', 0, 'has(fact)'],
    ['a decimal number', 'price_seen.our_cents > 1.5', 'OPERATION_UNKNOWN', 23, 'whole numbers'],
    ['a map', '{"a": 1}["a"] == 1', 'OPERATION_UNKNOWN', 0, ''],
    ['a macro in a macro', '[1].exists(x, [2].exists(y, x == y))', 'OPERATION_UNKNOWN', 14, ''],
    ['a macro that makes lists', '[1].map(x, x + 1) == [2]', 'OPERATION_UNKNOWN', 0, ''],
    ['a long expression', `1 > 0${' && 1 > 0'.repeat(40)}`, 'EXPRESSION_TOO_LARGE', 0, 'Shorten'],
    [
      'a macro over a long list',
      `[${Array(30).fill(1).join()}].exists(x, x > 1)`,
      'EXPRESSION_TOO_LARGE',
      0,
      'Shorten',
    ],
    ['an expression of too many characters', ' '.repeat(MOST_CHARACTERS + 1), 'EXPRESSION_TOO_LARGE', 2_000, 'Shorten'],
    ['deep brackets', `${'('.repeat(33)}1${')'.repeat(33)} > 0`, 'EXPRESSION_TOO_LARGE', 32, 'Shorten'],
  ])('finds %s', (_, text, reason, offset, cure) => {
    const [first] = mistakesOf(text);
    expect(first).toMatchObject({ reason, offset });
    expect(first?.cure).toContain(cure);
  });

  it.each([
    ['has(sold) && sold.day == price_seen.day'],
    ['!has(sold) || sold.day == price_seen.day'],
    ['has(sold) ? sold.day == price_seen.day : false'],
    ['!(has(sold) && has(price_seen.raised)) || price_seen.raised'],
    ['has(price_seen.raised) && price_seen.raised'],
    ['["A", "B"].all(x, price_seen.article.startsWith(x))'],
    ['price_seen.category in ["toys", "books"]'],
    ['workedBy(price_seen.happened_at, 240, "helpdesk") < price_seen.happened_at + duration("90m")'],
  ])('accepts %s', (text) => {
    expect(mistakesOf(text)).toEqual([]);
  });

  it('accepts a calendar by any name where it is not known which there are', () => {
    const text = 'workedBy(price_seen.happened_at, 1, "desk")';
    const checked = checkExpression(text, 'instant', { ...PRICES, calendars: undefined }, KNOWN);
    expect(checked.kind).toBe('checked');
  });

  it('reports all mistakes of an expression at once, and no consequences of them', () => {
    const reasons = mistakesOf('price_seen.our_cent * 2 > 1.5 && has(sould)').map(({ reason }) => reason);
    expect(reasons).toEqual(['FACT_FIELD_UNKNOWN', 'OPERATION_UNKNOWN', 'NAME_UNKNOWN']);
  });
});
