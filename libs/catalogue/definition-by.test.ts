import { describe, expect, it } from 'vitest';
import { parseDuration } from '#libs/domain/duration.js';
import { CATALOGUE } from './catalogue.js';
import { definitionBy } from './definition-by.js';
import { arrivedAtLast } from './delivery/arrived-at-last.js';
import { definitionSha256 } from './hash.js';
import type { LimitException, Limits, LimitValue } from './limit-set.js';
import { LIMITS } from './limits.js';
import type { Metric } from './metric.js';
import { paymentApprovedInTime } from './ordering/payment-approved-in-time.js';
import { promiseNotPadded } from './ordering/promise-not-padded.js';
import { firstResponseInTime } from './support/first-response-in-time.js';
import { solvedWithoutSecondContact } from './support/solved-without-second-contact.js';
import { customerScore } from './survey/customer-score.js';

const lasting = (written: object): LimitValue => parseDuration(written) ?? expect.fail('it is a duration');
const FOUR_HOURS = { limit: lasting({ working_hours: 4, calendar: 'helpdesk' }) };
const BY_PHONE: LimitException = { when: { channel: ['PHONE', 'CHAT'] }, limits: { limit: lasting({ minutes: 3 }) } };
const hex = (metric: Parameters<typeof definitionSha256>[0]) => definitionSha256(metric).toString('hex');
const response = (limits: Limits, exceptions: readonly LimitException[] = [], definition = 1) =>
  definitionBy(firstResponseInTime, { limits, exceptions }, definition);

describe('the definition by the limits of the catalogue', () => {
  it.each(CATALOGUE.all.map((metric) => [metric.id, metric as unknown as Metric] as const))(
    'of %s is the one of the catalogue, whatever its number',
    (_, metric) => {
      const second = definitionBy(metric, { limits: metric.limits, exceptions: [] }, 2);
      const { definition, base: _base, ...words } = second;
      expect(definition).toBe(2);
      expect(metric).toMatchObject(words);
      expect(hex(second)).toBe(hex(metric));
    },
  );
});

describe('the definition by other limits', () => {
  it('states them wherever the catalogue states its own', () => {
    const { title, question, hit, judged, parameters } = response(FOUR_HOURS);
    expect(title).toBe('First response within 4 working hours of the calendar helpdesk (T03)');
    expect(question).toBe('Did a person answer within 4 working hours of the calendar helpdesk?');
    expect(judged).toBe('4 working hours of the calendar helpdesk after the contact');
    expect(parameters).toEqual({ limit: '4 working hours of the calendar helpdesk' });
    expect(hit).not.toMatch(/60 minutes/);
  });

  it('names every exception in its order', () => {
    const { title, hit } = response(FOUR_HOURS, [BY_PHONE]);
    expect(title).toBe('First response in time (T03)');
    expect(hit).toMatch(/\(or as an exception says\) after the contact.*channel chat or phone: limit 3 minutes\.$/);
  });

  it.each(LIMITS)('of $metric leaves no number of the default in its words', ({ metric: id }) => {
    const metric = CATALOGUE.named(id)[0] as unknown as Metric;
    const others: Limits = {
      limit: lasting({ civil_days: 5 }),
      grace: lasting({ civil_days: 5 }),
      mostEarlyPpm: 125_000,
      leastOddsPpm: 125_000,
      mostAbovePpm: 125_000,
      measuredSettlements: ['AFTER_DELIVERY'],
      ...{ lowestContentScore: 3, lowestEasyScore: 3 },
      ...{ transport: lasting({ civil_days: 5 }), inspection: lasting({ civil_days: 5 }) },
      refund: lasting({ civil_days: 5 }),
      width: lasting({ minutes: 45 }),
      mostExcessPpm: 125_000,
      mostContacts: 5,
      tolerance: lasting({ minutes: 45 }),
      watched: lasting({ civil_days: 5 }),
    };
    const limits = Object.fromEntries(Object.keys(metric.limits).map((key) => [key, others[key] as LimitValue]));
    const { title, question, population, hit, missesAre, datedBy, judged } = definitionBy(
      metric,
      { limits, exceptions: [] },
      1,
    );
    const words = [title.replace(/\(.*\)/, ''), question, population, hit, missesAre, datedBy, judged].join(' ');
    expect(words).not.toMatch(
      /60 %|0\.60|60 minutes|30 minutes|120 minutes|90 %|\b30|24 hours|one day|two weeks|a week|seven|14|\b7\b|4 or 5|boleto/i,
    );
    expect(words).toMatch(/5 days|12\.5 %|after_delivery|score of 3|45 minutes/);
  });

  it.each([
    ['the limit', { limit: lasting({ working_hours: 5, calendar: 'helpdesk' }) }, []],
    ['the calendar', { limit: lasting({ working_hours: 4, calendar: 'nights' }) }, []],
    ['the kind of time', { limit: lasting({ hours: 4 }) }, []],
    ['an exception', FOUR_HOURS, [BY_PHONE]],
    ['the conditions of an exception', FOUR_HOURS, [{ ...BY_PHONE, when: { channel: ['PHONE' as const] } }]],
    ['the limit of an exception', FOUR_HOURS, [{ ...BY_PHONE, limits: { limit: lasting({ minutes: 4 }) } }]],
    ['the order of exceptions', FOUR_HOURS, [{ when: { priority: ['LOW'] }, limits: BY_PHONE.limits }, BY_PHONE]],
  ])('has another hash with %s', (_, limits, exceptions) => {
    const all = [
      hex(firstResponseInTime),
      hex(response(FOUR_HOURS)),
      hex(response(FOUR_HOURS, [BY_PHONE])),
      hex(response(FOUR_HOURS, [BY_PHONE, { when: { priority: ['LOW'] }, limits: BY_PHONE.limits }])),
    ];
    const own = hex(response(limits, exceptions));
    expect(all.filter((one) => one === own)).toHaveLength(exceptions[0] === BY_PHONE ? 1 : 0);
  });

  it('has the same hash for the same meaning: minutes or hours, words in any order, another number', () => {
    const first = hex(response(FOUR_HOURS, [BY_PHONE]));
    const limits = { limit: lasting({ working_minutes: 240, calendar: 'helpdesk' }) };
    const exception = { ...BY_PHONE, when: { channel: ['CHAT', 'PHONE'] } };
    expect(hex(response(limits, [exception], 3))).toBe(first);
  });

  it('has another hash with another version of the rule, and with another metric', () => {
    const set = { limits: { limit: lasting({ civil_days: 3 }) }, exceptions: [] };
    const one = hex(definitionBy(solvedWithoutSecondContact, set, 1));
    expect(hex(definitionBy({ ...solvedWithoutSecondContact, codeVersion: 2 }, set, 1))).not.toBe(one);
    expect(hex(definitionBy(firstResponseInTime, set, 1))).not.toBe(one);
  });

  it('matures after its longest grace, in exceptions too', () => {
    const grace = (days: number) => ({ grace: lasting({ civil_days: days }) });
    const exceptions = [{ when: { service_level: ['a", "b'] }, limits: grace(30) }];
    const { maturesAfterDays, parameters } = definitionBy(arrivedAtLast, { limits: grace(7), exceptions }, 1);
    expect(maturesAfterDays).toBe(30);
    expect(parameters['exceptions']).toEqual(['service level "a\\", \\"b": grace 30 days']);
  });

  it('states shares, scores and lists', () => {
    const by = (metric: Metric, limits: Limits) => definitionBy(metric, { limits, exceptions: [] }, 1);
    expect(by(promiseNotPadded as unknown as Metric, { mostEarlyPpm: 5 }).hit).toMatch(/at most 0\.0005 %/);
    expect(by(customerScore as unknown as Metric, { lowestContentScore: 5 }).hit).toBe(
      'A score of 5 or more, of 5 at most.',
    );
    const payment = { limit: lasting({ hours: 2 }), measuredSettlements: [] };
    expect(by(paymentApprovedInTime as unknown as Metric, payment).population).toMatch(/settles none, or when/);
  });
});
