import { describe, expect, it } from 'vitest';
import { parsePeriod } from '#libs/domain/period.js';
import { FIRST_TEXT } from '../fixtures/real-orders.js';
import { twoDefinitions } from '../fixtures/two-definitions.js';
import { parseRuleset } from './ruleset.js';
import { rulesetsOf } from './rulesets.js';

const text = FIRST_TEXT;
const period = (name: string) => {
  const found = parsePeriod(name);
  if (found === undefined) throw new Error(`${name} is a period`);
  return found;
};

describe('rulesets', () => {
  const { rulesets } = twoDefinitions();

  it('are found by the period that they name', () => {
    expect(rulesets.for(period('2018-05'))?.name).toBe('2018-first');
    expect(rulesets.for(period('2018-06'))?.name).toBe('2018-second');
    expect(rulesets.for(period('2018-09'))).toBeUndefined();
    expect(rulesets.newest?.name).toBe('2018-second');
  });

  it.each([
    ['a period before all calendars is counted as the first ruleset counts', '2016-12', 1],
    ['a period of the first ruleset by its definition', '2018-05', 1],
    ['a period of the second ruleset by its definition', '2018-06', 2],
    ['a period after all calendars is counted as the last ruleset counts', '2018-10', 2],
  ])('%s', (_, name, definition) => {
    expect(rulesets.definitionIn(period(name), 'delivered_by_first_promise')).toBe(definition);
    expect(rulesets.definitionIn(period(name), 'arrived_at_last')).toBe(1);
  });

  it('are refused when two name one period', () => {
    const other = parseRuleset(text.replace('ruleset: 2018-first', 'ruleset: other'));
    expect(() => rulesetsOf([parseRuleset(text), other])).toThrow(
      '2017-02 is named by the rulesets 2018-first and other',
    );
  });

  it('may be none: then no period is named, and the first definitions are counted', () => {
    const none = rulesetsOf([]);
    expect([none.newest, none.for(period('2018-05')), none.periods('month', Date.now())]).toEqual([
      undefined,
      undefined,
      [],
    ]);
    expect(none.definitionIn(period('2018-05'), 'order_kept')).toBe(1);
    expect(none.words('month')).toBe('none');
  });
});
