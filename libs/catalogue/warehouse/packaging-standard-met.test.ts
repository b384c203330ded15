import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf, ZONE } from '#test/catalogue/examples.js';
import { packagingStandardMet as metric } from './packaging-standard-met.js';
import type { Check } from './subject.js';

/** The last minute of the day where the site is. */
const AT = at('2018-03-01T23:59');
const check = (isRight: boolean): Check => ({ unit: 'site/north', zone: ZONE, at: AT, isRight });

describe('an audit of packaging', () => {
  it('that finds every check met is a hit', () => expect(verdictOf(metric, check(true))).toBe('hit'));
  it('that finds one check not met is a miss', () => expect(verdictOf(metric, check(false))).toBe('miss'));

  it('counts on its day where the site is, and is judged at once', () => {
    expect(whereOf(metric, check(true))).toEqual({ unit: 'site/north', day: '2018-03-01', dueAt: AT });
  });
});
