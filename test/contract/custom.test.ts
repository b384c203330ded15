import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CustomFact, type FieldValue, SourceTally } from '#libs/contracts/cx/custom/v1/custom.js';
import { FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { productEntry } from '#libs/custom/fixtures/product.js';
import { call } from '#libs/grpc/client.js';
import { customFact, startProduct } from './cases/custom.js';

let product: Awaited<ReturnType<typeof startProduct>>;
const AT = '2018-03-05T09:00:00Z';
type Values = Readonly<Record<string, NonNullable<FieldValue['value']>>>;
const text = (value: string) => ({ $case: 'text', value }) as const;
const number = (value: bigint) => ({ $case: 'wholeNumber', value }) as const;
const SEEN: Values = {
  article: text('A1'),
  day: { $case: 'day', value: '2018-03-05' },
  category: text('toys'),
  our_cents: number(2_100n),
  low_cents: number(2_000n),
};
const KIND: CustomFact['what'] = { $case: 'kind', value: 'price_seen' };
const seen = (id: string, values: Values = {}, at = AT) => customFact(id, at, KIND, { ...SEEN, ...values });
const tally = (id: string, change: Partial<SourceTally> = {}, at = AT) => {
  const value = { metric: 'complaints', unit: 'toys', day: '2018-03-05', hits: 40_000n, misses: 3n, ...change };
  return customFact(id, at, { $case: 'tally', value: SourceTally.fromPartial(value) });
};

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product?.stop());

async function observed(metric = 'price_competitive') {
  await call(product.facts, 'declareComplete', { completeThrough: new Date('2018-05-01T00:00:00Z') });
  await product.sweep();
  const range = { firstDay: '2018-01-01', lastDay: '2018-04-30' };
  const rest = { definition: 0, unit: '', outcome: 0, responsible: '', pageSize: 50, pageToken: '' };
  return (await call(product.facts, 'listObservations', { metric, ...range, ...rest })).observations;
}

describe('a department of the company', () => {
  it('takes nothing while no published document declares it', async () => {
    await expect(product.send(seen('early'))).rejects.toMatchObject({
      details: expect.stringContaining('no published document'),
    });
    await product.publish('2018-07-01', productEntry());
    await expect(product.send(seen('early'))).rejects.toThrow('FAILED_PRECONDITION');
    await product.publish('2018-01-01', productEntry());
  });

  it('takes facts of declared kinds and judges their cases', async () => {
    const dear = { article: text('A2'), our_cents: number(3_000n) };
    const { outcomes } = await product.send(seen('1'), seen('2', dear));
    expect(outcomes.map(({ result }) => result)).toEqual([
      FactResult.FACT_RESULT_RECORDED,
      FactResult.FACT_RESULT_RECORDED,
    ]);
    expect(
      (await observed()).map(({ caseId, unit, day, hit, definition }) => [caseId, unit, day, hit, definition]),
    ).toEqual(
      expect.arrayContaining([
        ['A1 / 2018-03-05', 'category/toys', '2018-03-05', true, 1],
        ['A2 / 2018-03-05', 'category/toys', '2018-03-05', false, 1],
      ]),
    );
    const [one] = await observed();
    expect(one?.known[0]).toMatchObject({ name: 'price_seen', toldBy: 'generator' });
    expect(one?.known[0]?.detail).toContain('low_cents 2000');
  });

  it('stores a fact once, whatever the order of its fields', async () => {
    const turned = Object.fromEntries(Object.entries(SEEN).reverse());
    const { outcomes } = await product.send(customFact('1', AT, KIND, turned), seen('1', { our_cents: number(1n) }));
    expect(outcomes).toMatchObject([
      { result: FactResult.FACT_RESULT_ALREADY_RECORDED },
      { result: FactResult.FACT_RESULT_REFUSED, reason: 'FACT_ID_REUSED' },
    ]);
  });

  it('judges again after a later fact, and after that one is withdrawn', async () => {
    const later = seen('3', { our_cents: number(9_000n) }, '2018-03-05T10:00:00Z');
    const isHit = async () => (await observed()).find(({ caseId }) => caseId === 'A1 / 2018-03-05')?.hit;
    await product.send(later);
    expect(await isHit()).toBe(false);
    const { article, day } = SEEN;
    const withdrawal = customFact('4', AT, { $case: 'withdrawal', value: { factId: '3' } }, { article, day } as Values);
    expect((await product.send(withdrawal)).outcomes).toMatchObject([{ result: FactResult.FACT_RESULT_RECORDED }]);
    expect(await isHit()).toBe(true);
  });

  it('flags a case that its rules cannot judge, and does not ask it', async () => {
    const { outcomes } = await product.send(seen('5', { article: text('A5'), low_cents: number(0n) }));
    expect(outcomes[0]?.suspicions).toEqual(['PRICE_COMPETITIVE_HIT_DIVISION_BY_ZERO']);
    expect((await observed()).map(({ caseId }) => caseId)).not.toContain('A5 / 2018-03-05');
  });

  const { article: _, ...withoutArticle } = SEEN;
  it.each<[string, CustomFact, string, string]>([
    [
      'a kind that is not declared',
      customFact('x', AT, { $case: 'kind', value: 'price_sen' }, SEEN),
      'FACT_KIND_UNKNOWN',
      'kind',
    ],
    [
      'a kind that every object of JavaScript has',
      customFact('x', AT, { $case: 'kind', value: 'constructor' }),
      'FACT_KIND_UNKNOWN',
      'kind',
    ],
    ['a field that is not declared', seen('x', { colour: text('red') }), 'FIELD_UNKNOWN', 'fields.colour'],
    ['a field that is missing', customFact('x', AT, KIND, withoutArticle as Values), 'FIELD_MISSING', 'fields.article'],
    ['a field of another type', seen('x', { our_cents: text('2100') }), 'FIELD_TYPE_WRONG', 'fields.our_cents'],
    ['a text with a line break', seen('x', { article: text('A\n1') }), 'TEXT_INVALID', 'fields.article'],
    [
      'a day that does not exist',
      seen('x', { day: { $case: 'day', value: '2018-02-30' } }),
      'DAY_INVALID',
      'fields.day',
    ],
    ['no fact_id', seen(''), 'FACT_ID_INVALID', 'fact_id'],
    ['nothing that happened', customFact('x', AT, undefined, SEEN), 'FACT_MISSING', 'what'],
    ['an instant long ago', seen('x', {}, '1999-01-01T00:00:00Z'), 'TIME_OUT_OF_RANGE', 'happened_at'],
    [
      'a withdrawal that names no case',
      customFact('x', AT, { $case: 'withdrawal', value: { factId: '1' } }),
      'FIELD_MISSING',
      'fields.article',
    ],
    [
      'a withdrawal of an unknown fact',
      customFact('x', AT, { $case: 'withdrawal', value: { factId: 'y' } }, SEEN),
      'WITHDRAWN_UNKNOWN',
      'withdrawal.fact_id',
    ],
    [
      'a tally of a metric that counts cases',
      tally('x', { metric: 'price_competitive' }),
      'METRIC_COUNTS_CASES',
      'tally.metric',
    ],
    ['a tally of no metric', tally('x', { metric: 'complaint' }), 'METRIC_UNKNOWN', 'tally.metric'],
    ['a tally of a unit that is none', tally('x', { unit: 'Toys!' }), 'UNIT_INVALID', 'tally.unit'],
    ['a tally of less than nothing', tally('x', { misses: -1n }), 'TALLY_OUT_OF_RANGE', 'tally.misses'],
    ['a tally with a field', { ...tally('x'), fields: seen('x').fields }, 'FIELD_UNKNOWN', 'fields.article'],
  ])('refuses %s', async (__, fact, reason, field) => {
    expect((await product.send(fact)).outcomes).toMatchObject([
      { result: FactResult.FACT_RESULT_REFUSED, reason, field },
    ]);
  });
});

describe('a source that judges itself', () => {
  const cells = async () => {
    await product.seal();
    return product.counted('complaints');
  };

  it('replaces its tally by a later one, in the counts too', async () => {
    await product.send(tally('t1'));
    await observed('complaints');
    expect(await cells()).toEqual({ hits: 40_000, misses: 3 });
    await product.send(tally('t2', { hits: 41_000n, misses: 5n }, '2018-03-06T09:00:00Z'));
    await observed('complaints');
    expect(await cells()).toEqual({ hits: 41_000, misses: 5 });
    // One that was counted earlier arrives late and changes nothing.
    await product.send(tally('t0', { hits: 1n, misses: 1n }, '2018-03-05T08:00:00Z'));
    await observed('complaints');
    expect(await cells()).toEqual({ hits: 41_000, misses: 5 });
  });
});

describe('a unit that belongs to another', () => {
  it('is counted in it from the first day of the document on, in cases and in tallies', async () => {
    const units = [
      ...[{ unit: 'range' }, { unit: 'category', of: 'range' }],
      ...[{ unit: 'site' }, { unit: 'toys', of: 'site' }],
    ];
    await product.publish('2018-03-06', { ...productEntry(), units });
    const day = '2018-03-07';
    await product.send(seen('u1', { article: text('U1'), day: { $case: 'day', value: day } }), tally('u2', { day }));
    const unitsOf = async (metric: string) =>
      (await observed(metric)).map((one) => [one.day, one.unit, one.reportedUnit].join(' ')).sort();
    expect([...new Set(await unitsOf('price_competitive'))]).toEqual([
      '2018-03-05 category/toys ',
      '2018-03-07 range/category/toys category/toys',
    ]);
    expect(await unitsOf('complaints')).toEqual(['2018-03-05 toys ', '2018-03-07 site/toys toys']);
    // People know the reported name: it finds the cases from before the move, and those after it.
    const days = { metric: 'complaints', definition: 0, firstDay: '2018-03-01', lastDay: '2018-03-31' };
    const page = { outcome: 0, responsible: '', pageSize: 50, pageToken: '' };
    const totalOf = async (unit: string) =>
      (await call(product.facts, 'listObservations', { ...days, ...page, unit })).total;
    expect([await totalOf('toys'), await totalOf('site'), await totalOf('site/toys')]).toEqual([2n, 1n, 1n]);
  });
});

describe('a newer document', () => {
  it('refuses a kind that it removed, and the stored facts of that kind stay judged', async () => {
    const { price_seen: _, ...facts } = productEntry().facts ?? {};
    const other = { fields: { article: { type: 'text' }, day: { type: 'day' } }, description: 'Sold' } as const;
    const { price_competitive: __, ...metrics } = productEntry().metrics ?? {};
    await product.publish('2018-06-01', { ...productEntry(), facts: { ...facts, sold: other }, metrics });
    expect((await product.send(seen('6', { article: text('A6') }))).outcomes).toMatchObject([
      { reason: 'FACT_KIND_UNKNOWN' },
    ]);
    const judged = (await observed()).map(({ caseId }) => caseId).sort();
    expect(judged).toEqual(['A1 / 2018-03-05', 'A2 / 2018-03-05', 'U1 / 2018-03-07']);
  });
});
