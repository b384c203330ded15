import { describe, expect, it } from 'vitest';
import { heardBy } from '#libs/documents/departments/heard-milestones.js';
import { priceSeen, productEntry, productRules } from './fixtures/product.js';
import type { OwnDepartmentEntry } from './own-fact.js';

/** The department publishes that it was too dear. */
const publishing = (...replaced: readonly (readonly [string, string])[]): OwnDepartmentEntry =>
  productEntry([
    '\nmetrics:',
    replaced.reduce(
      (text, [from, to]) => text.replace(from, to),
      `
publishes:
  too_dear:
    description: We were too dear
    when: has(price_seen) && price_seen.our_cents > price_seen.low_cents
    happened_at: price_seen.happened_at
    day: price_seen.day
    text: price_seen.article
metrics:`,
    ),
  ]);
const AT = Date.UTC(2027, 0, 4, 8);

describe('a milestone that a department publishes', () => {
  const rules = productRules(['2027-01-01', publishing()]);

  it('is what its expressions give of the facts of a case', () => {
    expect(rules.judgeFacts([priceSeen()]).milestones).toEqual([
      { name: 'too_dear', unit: 'unattributed', happenedAt: AT, day: '2027-01-04', text: 'A1' },
    ]);
  });

  it('is not there when its condition is false, or the document does not hold on its day', () => {
    const cheap = priceSeen({ our_cents: { type: 'whole_number', value: 1n } });
    expect(rules.judgeFacts([cheap]).milestones).toEqual([]);
    expect(rules.judgeFacts([]).milestones).toEqual([]);
    expect(rules.judgeFacts([priceSeen({}, Date.UTC(2026, 11, 31, 12))]).milestones).toEqual([]);
  });

  it('happened on the day that clocks of the company show', () => {
    // 23:30 in London on New Year's Eve is 00:30 in Berlin on the first day on which the document holds.
    expect(rules.judgeFacts([priceSeen({}, Date.UTC(2026, 11, 31, 23, 30))]).milestones).toHaveLength(1);
  });

  it.each([
    [
      'an instant out of range',
      [
        'happened_at: price_seen.happened_at',
        'happened_at: timestamp("2027-01-31T09:00:00Z") + duration("999999h") + duration("999999h") + duration("999999h") + duration("999999h") + duration("999999h") + duration("999999h") + duration("999999h") + duration("999999h") + duration("999999h")',
      ],
      'MILESTONE_TOO_DEAR_HAPPENED_AT_OUT_OF_RANGE',
    ],
    ['a division by zero', ['> price_seen.low_cents', '/ 0 == 1'], 'MILESTONE_TOO_DEAR_WHEN_DIVISION_BY_ZERO'],
    [
      'a day out of range',
      ['day: price_seen.day', 'day: civilDaysLater(price_seen.day, 400000)'],
      'MILESTONE_TOO_DEAR_DAY_OUT_OF_RANGE',
    ],
    ['an empty text', ['text: price_seen.article', 'text: \'""\''], 'MILESTONE_TOO_DEAR_TEXT_TEXT_INVALID'],
  ] as const)('flags its case after %s, and is not published', (_, replaced, inconsistency) => {
    const { milestones, inconsistencies } = productRules(['2027-01-01', publishing(replaced)]).judgeFacts([
      priceSeen(),
    ]);
    expect([milestones, inconsistencies]).toEqual([[], [inconsistency]]);
  });

  it('follows the version that holds on its day', () => {
    const later = publishing(['text: price_seen.article', 'text: \'"later"\'']);
    const both = productRules(['2027-01-01', publishing()], ['2027-02-01', later]);
    const textAt = (at: number) => both.judgeFacts([priceSeen({}, at)]).milestones.map(({ text }) => text);
    expect([textAt(AT), textAt(Date.UTC(2027, 1, 1, 12))]).toEqual([['A1'], ['later']]);
    const without = productRules(['2027-01-01', publishing()], ['2027-02-01', productEntry()]);
    expect(without.judgeFacts([priceSeen({}, Date.UTC(2027, 1, 1, 12))]).milestones).toEqual([]);
    expect(without.judgeFacts([priceSeen()]).milestones).toHaveLength(1);
  });
});

describe('a milestone that a department hears', () => {
  const hearing = (counts: 'first' | 'last' = 'last'): OwnDepartmentEntry => ({
    ...productEntry([
      'hit: price_seen.our_cents',
      'hit: has(handed) && has(handed.part) && handed.part == "B" || price_seen.our_cents',
    ]),
    heard: heardBy({ hears: { handed: { milestone: 'warehouse/handed_over', counts } } }, {}),
  });
  const handed = (part: string, happenedAt: number) => ({
    milestone: 'warehouse/handed_over',
    happenedAt,
    values: { part },
  });
  const dear = priceSeen({ our_cents: { type: 'whole_number', value: 9_000n } });
  const hits = (entry: OwnDepartmentEntry) =>
    productRules(['2027-01-01', entry]).judgeFacts([dear], [handed('A', 1), handed('B', 2)]).evaluations[0]?.result
      .hits;

  it('is the last one of several, or the first one where the document says so', () => {
    expect([hits(hearing()), hits(hearing('first'))]).toEqual([1, 0]);
  });

  it('is awaited by the metrics that read it, and is part of their meaning', () => {
    const both = productRules(
      ['2027-01-01', productEntry()],
      ['2027-02-01', hearing()],
      ['2027-03-01', hearing('first')],
    );
    const named = both.definitions.filter(({ id }) => id === 'price_competitive');
    expect(named.map(({ definition, needs }) => [definition, needs])).toEqual([
      [1, []],
      [2, ['warehouse']],
      [3, ['warehouse']],
    ]);
    expect(both.upstreams).toEqual(['warehouse']);
  });

  it('is absent when another one came', () => {
    const { evaluations } = productRules(['2027-01-01', hearing()]).judgeFacts(
      [dear],
      [{ milestone: 'delivery/delivered', happenedAt: 1, values: { part: 'B' } }],
    );
    expect(evaluations[0]?.result.hits).toBe(0);
  });
});
