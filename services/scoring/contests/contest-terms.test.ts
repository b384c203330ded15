import { describe, expect, it } from 'vitest';
import { closingOf } from '#libs/documents/ruleset/closing-document.js';
import { at } from '../fixtures/period-life.js';
import { FIRST } from '../fixtures/real-orders.js';
import { rulesetsOf } from '../rulesets/rulesets.js';
import { contestTerms } from './contest-terms.js';

const ruleset = { ...FIRST, zone: 'Europe/Berlin', closing: closingOf() };
const termsIn = contestTerms(rulesetsOf([ruleset]));
const words = (day: string, openedAt: string, isHeard: boolean) => {
  const { hearingEndsAt, dueAt } = termsIn(day, at(openedAt), isHeard);
  return [hearingEndsAt, dueAt].map((instant) => new Date(instant).toISOString().slice(0, 16));
};

describe('the terms of a contest', () => {
  it('are ten working days after it was opened, each of them whole', () => {
    expect(words('2018-07-10', '2018-08-20 09:00', false)).toEqual(['2018-08-27T22:00', '2018-09-03T22:00']);
  });

  it('are ten working days after the window of the other department, where one is heard', () => {
    expect(words('2018-07-10', '2018-08-20 09:00', true)).toEqual(['2018-08-27T22:00', '2018-09-10T22:00']);
  });

  it('begin after the grace of the period, of a case of a month that runs', () => {
    // July 2018 has its grace until 7 August, and one contests on the 3rd.
    expect(words('2018-07-02', '2018-07-03 09:00', false)).toEqual(['2018-07-10T22:00', '2018-08-21T22:00']);
  });

  it('are those of the ruleset', () => {
    const closing = closingOf({ hearing_working_days: 1, decision_working_days: 2 });
    const { hearingEndsAt, dueAt } = contestTerms(rulesetsOf([{ ...ruleset, closing }]))(
      '2018-07-10',
      at('2018-08-24 09:00'),
      true,
    );
    expect([hearingEndsAt, dueAt]).toEqual([at('2018-08-27 22:00'), at('2018-08-29 22:00')]);
  });

  it('are stated for a day that no ruleset names, too', () => {
    expect(words('2031-01-01', '2018-08-20 09:00', false)).toEqual(['2018-08-27T22:00', '2018-09-03T22:00']);
  });
});
