import { describe, expect, it } from 'vitest';
import { definitionSha256 } from '#libs/catalogue/hash.js';
import { priceSeen, productEntry, productRules } from './fixtures/product.js';

const rules = productRules(['2027-01-01', productEntry()]);
const number = (value: bigint) => ({ type: 'whole_number', value }) as const;
const day = (value: string) => ({ type: 'day', value }) as const;

describe('a case of an own department', () => {
  it('is judged by the rules of its document', () => {
    const { evaluations, inconsistencies } = rules.judgeFacts([priceSeen()]);
    expect(inconsistencies).toEqual([]);
    expect(evaluations).toMatchObject([
      {
        metric: { id: 'price_competitive', definition: 1, source: 'product', counts: 'CASES' },
        unit: 'category/toys',
        day: '2027-01-04',
        dueAt: Date.parse('2027-01-04T23:00:00Z'),
        result: { hits: 1, misses: 0, class: 'ACCOUNTABLE', reason: '', responsible: '' },
      },
    ]);
  });

  it('is a miss for which another party answers, when a class takes it; a hit stays the own one', () => {
    const raised = { raised: { type: 'yes_no', value: true } } as const;
    const [miss] = rules.judgeFacts([priceSeen({ ...raised, our_cents: number(2_140n) })]).evaluations;
    expect(miss?.result).toMatchObject({
      misses: 1,
      class: 'OTHERS',
      reason: 'SUPPLIER_RAISED_PRICE',
      responsible: 'supplier',
    });
    expect(rules.judgeFacts([priceSeen(raised)]).evaluations[0]?.result.class).toBe('ACCOUNTABLE');
  });

  it('is judged by the last fact of a kind, or by the first one when the document says so', () => {
    const facts = [priceSeen(), priceSeen({ our_cents: number(3_000n) }, Date.UTC(2027, 0, 4, 9))];
    expect(rules.judgeFacts(facts).evaluations[0]?.result.misses).toBe(1);
    const first = productRules(['2027-01-01', productEntry(['    fields:', '    counts: first\n    fields:'])]);
    expect(first.judgeFacts(facts).evaluations[0]?.result.hits).toBe(1);
  });

  it('without facts is not asked', () => {
    expect(rules.judgeFacts([])).toEqual({ evaluations: [], milestones: [], inconsistencies: [] });
  });

  it.each([
    ['a division by zero', { low_cents: number(0n) }, 'PRICE_COMPETITIVE_HIT_DIVISION_BY_ZERO'],
    ['an overflow', { our_cents: number(2n ** 62n) }, 'PRICE_COMPETITIVE_HIT_OVERFLOW'],
    ['a unit that is none', { category: { type: 'text', value: 'Toys!' } }, 'PRICE_COMPETITIVE_UNIT_UNIT_INVALID'],
    ['a field of another type', { our_cents: { type: 'text', value: '2100' } }, 'PRICE_COMPETITIVE_HIT_VALUE_ABSENT'],
  ] as const)('is flagged and not asked after %s', (_, changes, inconsistency) => {
    expect(rules.judgeFacts([priceSeen(changes)])).toEqual({
      ...{ evaluations: [], milestones: [], inconsistencies: [inconsistency] },
    });
  });
});

describe('several facts of one kind', () => {
  const cheapOnce = productRules([
    '2027-01-01',
    productEntry([
      'hit: price_seen.our_cents * 100 / price_seen.low_cents <= 105',
      'hit: all.price_seen.exists(p, p.our_cents <= p.low_cents)',
    ]),
  ]);
  const at = (hour: number, cents: bigint) => priceSeen({ our_cents: number(cents) }, Date.UTC(2027, 0, 4, hour));
  const judge = (...cents: bigint[]) => cheapOnce.judgeFacts(cents.map((one, hour) => at(hour, one)));

  it('are all read, not only the one that counts', () => {
    const hits = (...cents: bigint[]) => judge(...cents).evaluations[0]?.result.hits;
    expect([hits(1_000n, 9_000n), hits(9_000n, 1_000n), hits(9_000n, 9_000n)]).toEqual([1, 1, 0]);
  });

  it('flag their case when there are more than an expression looks through', () => {
    expect(judge(...Array.from({ length: 10 }, () => 9_000n)).evaluations).toHaveLength(1);
    expect(judge(...Array.from({ length: 11 }, () => 9_000n))).toEqual({
      ...{ evaluations: [], milestones: [], inconsistencies: ['PRICE_COMPETITIVE_HIT_TOO_MANY_FACTS'] },
    });
  });
});

describe('several versions of the document', () => {
  const stricter = productEntry(['<= 105', '<= 104']);

  it('judge each case by the version that holds on its day', () => {
    const both = productRules(['2027-01-01', productEntry()], ['2027-02-01', stricter]);
    const definitionOn = (on: string) =>
      both.judgeFacts([priceSeen({ day: day(on) })]).evaluations[0]?.metric.definition;
    expect([definitionOn('2026-12-31'), definitionOn('2027-01-31'), definitionOn('2027-02-01')]).toEqual([
      undefined,
      1,
      2,
    ]);
    expect(both.judgeFacts([priceSeen({ day: day('2027-02-01') })]).evaluations[0]?.result.misses).toBe(1);
  });

  it('do not judge a case by the old rules that the new ones do not ask', () => {
    const narrow = productEntry(['has(price_seen)\n', 'has(price_seen) && price_seen.category != "toys"\n']);
    const both = productRules(['2027-01-01', productEntry()], ['2027-02-01', narrow]);
    expect(both.judgeFacts([priceSeen({ day: day('2027-02-01') })]).evaluations).toEqual([]);
    expect(both.judgeFacts([priceSeen()]).evaluations).toHaveLength(1);
  });

  it('judge nothing while a version lacks the department', () => {
    const gap = productRules(['2027-01-01', productEntry()], ['2027-02-01', undefined], ['2027-03-01', productEntry()]);
    const judged = (on: string) => gap.judgeFacts([priceSeen({ day: day(on) })]).evaluations.length;
    expect([judged('2027-01-31'), judged('2027-02-01'), judged('2027-03-01')]).toEqual([1, 0, 1]);
    expect(gap.entryOn('2027-02-10')).toBeUndefined();
  });

  it('number what they mean: other words keep the number, an earlier meaning returns to its own', () => {
    const strictest = productEntry(['<= 105', '<= 103']);
    const reworded = productEntry(['Was our price', 'Was the price'], ['has(price_seen)\n', '  has(price_seen)\n']);
    const all = productRules(
      ['2027-01-01', productEntry()],
      ['2027-02-01', stricter],
      ['2027-03-01', reworded],
      ['2027-04-01', strictest],
    );
    const named = all.definitions.filter(({ id }) => id === 'price_competitive');
    expect(named.map(({ definition, question }) => [definition, question])).toEqual([
      [1, 'Was the price at most 5 % above the lowest?'],
      [2, 'Was our price at most 5 % above the lowest?'],
      [3, 'Was our price at most 5 % above the lowest?'],
    ]);
    const [first] = productRules(['2027-01-01', productEntry()]).definitions;
    expect(named.map((one) => definitionSha256(one).equals(definitionSha256(first as never)))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('give another number when a fact that counts, a type or a class changes', () => {
    const numbersAfter = (from: string, to: string) =>
      productRules(['2027-01-01', productEntry()], ['2027-02-01', productEntry([from, to])]).definitions.filter(
        ({ id }) => id === 'price_competitive',
      ).length;
    expect(numbersAfter('    fields:', '    counts: first\n    fields:')).toBe(2);
    expect(numbersAfter('required: false', 'required: true')).toBe(2);
    expect(numbersAfter('"supplier"', '"partner"')).toBe(2);
    expect(numbersAfter('class: OTHERS', 'class: EXCLUDED')).toBe(2);
    expect(numbersAfter('The supplier raised', 'Our supplier raised')).toBe(1);
  });
});

describe('a source that judges itself', () => {
  const tally = {
    feed: 'warehouse',
    happenedAt: 10,
    metric: 'complaints',
    unit: 'toys',
    day: '2027-01-04',
    hits: 90,
    misses: 10,
  };

  it('replaces its tally by a later one, and is added to the tallies of other feeds', () => {
    const later = { ...tally, happenedAt: 20, hits: 95, misses: 5 };
    const other = { ...tally, feed: 'other', happenedAt: 15, hits: 1, misses: 1 };
    const { evaluations } = rules.judgeTallies([tally, other, later]);
    expect(evaluations).toMatchObject([
      { metric: { counts: 'TALLY' }, unit: 'toys', day: '2027-01-04', dueAt: 20, result: { hits: 96, misses: 6 } },
    ]);
  });

  it('is not counted in a metric that counts cases, nor before the document holds', () => {
    expect(rules.judgeTallies([{ ...tally, metric: 'price_competitive' }]).evaluations).toEqual([]);
    expect(rules.judgeTallies([{ ...tally, day: '2026-12-31' }]).evaluations).toEqual([]);
  });
});
