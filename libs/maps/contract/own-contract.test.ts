import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DepartmentsDocument } from '#libs/documents/departments/departments-document.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { mapped } from '../fixtures/mapped.js';
import { readMap } from '../read-map.js';
import { FACT_CONTRACTS } from './fact-contract.js';
import { ownContracts } from './own-contract.js';

const document = parseYaml(readFileSync('docs/own-departments/departments.yaml', 'utf8')).value as DepartmentsDocument;
const contracts = { ...FACT_CONTRACTS, ...ownContracts(document) };

const PRICES = `map: prices
zone: Europe/Berlin
tables:
  prices:
    columns:
      article: Artikel
      day: {column: Tag, type: day, format: dd.MM.yyyy}
      category: Warengruppe
      price: {column: Preis, type: whole}
      raised: {column: Teurer, type: yes_no, values: {ja: true, nein: false}, optional: true}
facts:
  - fact: product.price_seen
    fact_id: "{article}/{day}"
    happened_at: {value: "{day}", at_time: "12:00"}
    fields:
      article: "{article}"
      day: "{day}"
      category: "{category}"
      our_price_cents: "{price}"
      lowest_price_cents: 2000
      supplier_raised: "{raised}"
`;
const ROW = { Artikel: 'A1', Tag: '05.01.2026', Warengruppe: 'toys', Preis: '2100', Teurer: 'ja' };
const factOf = (text: string, row: object) => mapped(text, { prices: [row as never] }, contracts)[0]?.fact;
const findingsOf = (text: string) => {
  const read = readMap(text, { contracts });
  return read.kind === 'map'
    ? []
    : read.findings.map(({ line, column, problem, cure }) => [line, column, problem, cure]);
};

describe('the contract of a department of the company', () => {
  it('holds the fields of each kind with their types, as the document declares them', () => {
    expect(contracts['product']?.kinds['price_seen']).toMatchObject({
      article: { type: 'id', holder: 'text', required: true },
      day: { type: 'day', holder: 'day' },
      category: { type: 'choice', choices: { toys: 'toys', books: 'books' } },
      our_price_cents: { type: 'whole', holder: 'wholeNumber', required: true },
      supplier_raised: { type: 'yes_no', holder: 'yesNo', required: false },
    });
    expect(Object.keys(contracts['product']?.kinds ?? {})).toEqual([
      'price_seen',
      'asked_for',
      'returned',
      'withdrawal',
    ]);
    expect(Object.keys(contracts['it']?.kinds ?? {})).toEqual(['paged', 'answered', 'withdrawal', 'tally']);
  });

  it('makes facts whose fields are named values of the declared types', () => {
    expect(factOf(PRICES, ROW)).toEqual({
      factId: 'A1/2026-01-05',
      happenedAt: new Date('2026-01-05T11:00:00Z'),
      fields: new Map<string, object>([
        ['article', { value: { $case: 'text', value: 'A1' } }],
        ['day', { value: { $case: 'day', value: '2026-01-05' } }],
        ['category', { value: { $case: 'choice', value: 'toys' } }],
        ['our_price_cents', { value: { $case: 'wholeNumber', value: 2100 } }],
        ['lowest_price_cents', { value: { $case: 'wholeNumber', value: 2000 } }],
        ['supplier_raised', { value: { $case: 'yesNo', value: true } }],
      ]),
      what: { $case: 'kind', value: 'price_seen' },
    });
  });

  it('leaves out what is empty and not required', () => {
    const { Teurer: _, ...without } = ROW;
    const fields = factOf(PRICES, without)?.['fields'] as ReadonlyMap<string, unknown>;
    expect([fields.has('article'), fields.has('supplier_raised')]).toEqual([true, false]);
  });

  it.each([
    ['a choice that is not declared', { Warengruppe: 'tyos' }, '"tyos" is not one of the contract; choose toys, books'],
    ['a text that no department takes', { Artikel: 'A\t1' }, 'the id "A\t1" holds U+0009'],
    ['an empty field that is required', { Preis: '' }, 'our_price_cents is empty'],
  ])('refuses a row with %s', (_, change, says) => {
    expect(() => factOf(PRICES, { ...ROW, ...change })).toThrow(says);
  });

  it('makes a withdrawal, which names the fact and its case', () => {
    const text = PRICES.replace(/facts:[\s\S]*/, '').concat(`facts:
  - fact: product.withdrawal
    fact_id: "{article}/{day}/wrong"
    happened_at: {value: "{day}", at_time: "12:00"}
    fields: {fact_id: "{article}/{day}", article: "{article}", day: "{day}"}
`);
    const fact = factOf(text, ROW);
    expect(fact?.['what']).toEqual({ $case: 'withdrawal', value: { factId: 'A1/2026-01-05' } });
    const fields = fact?.['fields'] as ReadonlyMap<string, unknown> | undefined;
    expect([...(fields?.keys() ?? [])]).toEqual(['article', 'day']);
  });

  const TALLY = PRICES.replace(/facts:[\s\S]*/, '').concat(`facts:
  - fact: it.tally
    fact_id: "{day}/checkout"
    happened_at: {value: "{day}", at_time: "23:00"}
    fields: {metric: checkout_finished, unit: shop, day: "{day}", hits: "{price}", misses: 3}
`);

  it('makes a tally of a metric whose source judges itself', () => {
    const fact = factOf(TALLY, ROW);
    const value = { metric: 'checkout_finished', unit: 'shop', day: '2026-01-05', hits: 2100, misses: 3 };
    expect([fact?.['what'], fact?.['fields']]).toEqual([{ $case: 'tally', value }, undefined]);
  });

  it.each([
    [
      'department',
      PRICES,
      'product.price_seen',
      'produkt.price_seen',
      [12, 5, 'there is no department produkt', 'Did you mean product?'],
    ],
    [
      'kind',
      PRICES,
      'product.price_seen',
      'product.price_sen',
      [12, 5, 'there is no fact product.price_sen', 'Did you mean product.price_seen?'],
    ],
    [
      'field',
      PRICES,
      'our_price_cents',
      'our_price_cent',
      [
        15,
        5,
        'the field our_price_cents is missing',
        'add our_price_cents: the department refuses the fact without it',
      ],
      [19, 7, 'there is no field our_price_cent', 'Did you mean our_price_cents?'],
    ],
    [
      'type of a field',
      PRICES,
      'our_price_cents: "{price}"',
      'our_price_cents: "{day}"',
      [19, 7, 'the field holds whole, this is day', 'give the column the type whole'],
    ],
    [
      'choice',
      PRICES,
      'category: "{category}"',
      'category: toy',
      [18, 7, '"toy" is not one of the contract', 'choose toys, books, with a value table'],
    ],
    [
      'tallied metric',
      TALLY,
      'metric: checkout_finished',
      'metric: page_answered_in_time',
      [15, 14, '"page_answered_in_time" is not one of the contract', 'choose checkout_finished, with a value table'],
    ],
    [
      'tally of a department that counts cases',
      TALLY,
      'it.tally',
      'product.tally',
      [12, 5, 'there is no fact product.tally', expect.any(String)],
    ],
  ])('names an unknown %s with line, column and cure', (_, text, from, to, ...findings) => {
    expect(findingsOf(text.replace(from, to))).toEqual(findings);
  });
});
