import { describe, expect, it } from 'vitest';
import { definitionsOf } from '#libs/catalogue/definitions.js';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import { definitionSha256 } from '#libs/catalogue/hash.js';
import { OF_ORDER } from '#libs/catalogue/ordering/metrics.js';
import { OF_CONTACT } from '#libs/catalogue/support/metrics.js';
import type { MetricsDocument, MetricVersion } from '#libs/documents/metrics/metrics-document.js';
import { at, contact, MINUTE, order } from '#test/catalogue/examples.js';
import { company, defaultRules, departments, FIRST_DAY, metrics, published } from '#test/rules/documents.js';
import { definitionsBeside } from './definitions-beside.js';
import { evaluateBy, NO_RULES, rulesOf } from './rules.js';

const asked = (...entries: readonly MetricVersion[]) =>
  rulesOf(published(company(), departments(), metrics({ first_response_in_time: entries })), 'support');
const first = { valid_from: '2018-01-01', limit: { minutes: 60 } };
const verdicts = (rules: ReturnType<typeof asked>, receivedAt = '2018-03-01T10:00') =>
  evaluateBy(rules, OF_CONTACT, contact({ receivedAt: at(receivedAt), answeredAt: at(receivedAt) + 30 * MINUTE })).map(
    ({ metric: { definition }, day, result }) => [definition, day, result.hits] as const,
  );

describe('a case is judged by', () => {
  it.each<[string, readonly MetricVersion[], string, readonly unknown[]]>([
    ['the entry that holds on its day', [first], '2018-03-01T10:00', [[1, '2018-03-01', 1]]],
    ['no entry before the first one', [first], '2017-12-31T22:59', []],
    ['the first entry on its first day', [first], '2017-12-31T23:00', [[1, '2018-01-01', 1]]],
    [
      'a later entry from its first day on',
      [first, { valid_from: '2018-03-01', limit: { minutes: 20 } }],
      '2018-03-01T10:00',
      [[2, '2018-03-01', 0]],
    ],
    [
      'the entry before on the day before',
      [first, { valid_from: '2018-03-02', limit: { minutes: 20 } }],
      '2018-03-01T10:00',
      [[1, '2018-03-01', 1]],
    ],
    [
      'a correction of the past, which is one more entry of an earlier day',
      [
        first,
        { valid_from: '2018-06-01', limit: { minutes: 20 } },
        { valid_from: '2018-02-01', limit: { minutes: 29 } },
      ],
      '2018-03-01T10:00',
      [[3, '2018-03-01', 0]],
    ],
    [
      'the second of two entries of one day: the first one may have been wrong',
      [first, { valid_from: '2018-01-01', limit: { minutes: 29 } }],
      '2018-03-01T10:00',
      [[2, '2018-03-01', 0]],
    ],
    [
      'no entry where it is not asked any more',
      [first, { valid_from: '2018-03-01', asked: false }],
      '2018-03-01T10:00',
      [],
    ],
    [
      'a third entry that asks it again',
      [first, { valid_from: '2018-02-01', asked: false }, { valid_from: '2018-03-01' }],
      '2018-03-01T10:00',
      [[3, '2018-03-01', 1]],
    ],
    [
      'the entry before, if the limit of a later one would only move it beyond the first day of that one',
      [first, { valid_from: '2018-03-02', limit: { hours: 48 } }],
      '2018-03-01T10:00',
      [[1, '2018-03-01', 1]],
    ],
    [
      'the entry before, if it counts before the first day by the limit of the later one',
      [
        { ...first, limit: { hours: 24 } },
        { valid_from: '2018-03-02', limit: { minutes: 20 } },
      ],
      '2018-03-01T10:00',
      [[1, '2018-03-02', 1]],
    ],
  ])('%s', (_, entries, receivedAt, expected) => {
    expect(verdicts(asked(...entries), receivedAt)).toEqual(expected);
  });

  it('the first exception that it meets', () => {
    const by = [
      { channel: ['phone', 'chat'], limit: { minutes: 20 } },
      { priority: ['urgent'], limit: { minutes: 10 } },
    ];
    const rules = asked({ ...first, by });
    const hits = (of: Parameters<typeof contact>[0]) => evaluateBy(rules, OF_CONTACT, contact(of))[0]?.result.hits;
    expect([{}, { channel: 'EMAIL' as const }].map(hits)).toEqual([1, 1]);
    expect([{ channel: 'PHONE' as const }, { priority: 'URGENT' as const }].map(hits)).toEqual([0, 0]);
  });

  it('the settlements that are measured, also when an entry leaves it out', () => {
    const measured = (...measured_settlements: string[]) =>
      rulesOf(
        published(
          company(),
          departments(),
          metrics({
            payment_approved_in_time: [{ valid_from: FIRST_DAY }, { valid_from: '2018-02-01', measured_settlements }],
          }),
        ),
        'ordering',
      );
    const by = (rules: ReturnType<typeof measured>) =>
      evaluateBy(rules, OF_ORDER, order()).map(({ metric }) => metric.definition);
    expect(by(measured('instant'))).toEqual([2]);
    expect(by(measured('after_delivery'))).toEqual([]);
  });
});

describe('a source', () => {
  it('without a document of metrics judges nothing', () => {
    expect(evaluateBy(rulesOf(published(company(), departments()), 'support'), OF_CONTACT, contact())).toEqual([]);
    expect(NO_RULES).toMatchObject({ position: 0, metrics: [], definitions: [] });
  });

  it('judges nothing on a day on which the company does not list it', () => {
    const from = (...days: readonly string[]) =>
      rulesOf(
        published(
          company(),
          ...days.map((day, place) => departments(place % 2 === 0 ? ['support'] : ['delivery'], day)),
          metrics({ first_response_in_time: [first] }),
        ),
        'support',
      );
    expect(verdicts(from('2018-03-02'))).toEqual([]);
    expect(verdicts(from('2018-03-01'))).toHaveLength(1);
    expect(verdicts(from('2018-02-01', '2018-03-01'))).toEqual([]);
    expect(verdicts(from('2018-02-01', '2018-03-02'))).toHaveLength(1);
    expect(verdicts(from('2018-02-01', '2018-02-10', '2018-02-01'))).toHaveLength(1);
  });

  it('judges by the metrics of its own only', () => {
    expect(defaultRules('delivery').definitions.map(({ id }) => id)).toEqual(DELIVERY.map(({ id }) => id));
  });

  it('reads the newest document of metrics, whatever the older ones said', () => {
    const documents = published(
      ...[company(), departments()],
      metrics({ first_response_in_time: [first], solved_without_second_contact: [{ valid_from: FIRST_DAY }] }),
      metrics({ first_response_in_time: [first] }),
    );
    const rules = rulesOf(documents, 'support');
    expect(rules.position).toBe(4);
    expect(rules.metrics).toHaveLength(1);
    expect(rules.versionsOn('2018-03-01')).toEqual({ company: 1, departments: 1, metrics: 2 });
  });
});

describe('the definitions of a company', () => {
  const entries = [first, { valid_from: '2018-02-01', asked: false }, first, { ...first, limit: { minutes: 5 } }];
  const [, document] = metrics({ first_response_in_time: entries });
  const definitions = definitionsOf(definitionsBeside(document as MetricsDocument));

  it('have the numbers of their entries; one by which the metric is not asked is none', () => {
    expect(definitions.named('first_response_in_time').map(({ definition }) => definition)).toEqual([1, 3, 4]);
    expect(definitions.find('first_response_within_60_minutes', 2)).toBeUndefined();
  });

  it('are found by both names, beside those of the catalogue that the document does not state', () => {
    expect(definitions.find('first_response_within_60_minutes', 4)?.title).toMatch(/within 5 minutes/);
    expect(definitions.named('customer_score').map(({ definition }) => definition)).toEqual([1]);
  });

  it('with equal limits differ in nothing but the number', () => {
    const [one, again] = [1, 3].map((number) => definitions.find('first_response_in_time', number) ?? expect.fail());
    expect({ ...again, definition: 1 }).toEqual(one);
    expect(again && definitionSha256(again)).toEqual(one && definitionSha256(one));
  });
});
