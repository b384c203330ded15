import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { DepartmentsDocument } from './departments-document.js';
import { lostFacts } from './lost-facts.js';

const TEXT = `
valid_from: 2027-01-01
departments:
  ordering: {}
  product:
    case: { description: One article, named_by: [article] }
    facts:
      price_seen:
        description: A price was seen
        fields:
          article: { type: text }
          cents: { type: whole_number }
      sold:
        description: It was sold
        fields: { article: { type: text } }
    metrics: {}
`;
const before = parse(TEXT) as DepartmentsDocument;
const lostBy = (from: string, to: string) => {
  if (!TEXT.includes(from)) throw new Error(`there is no ${from}`);
  return lostFacts(before, parse(TEXT.replace(from, to)) as DepartmentsDocument).map(
    ({ reason, place }) => `${reason} ${place}`,
  );
};

describe('a version of departments.yaml', () => {
  it.each([
    [
      'names cases by another field',
      'named_by: [article]',
      'named_by: [cents]',
      'CASES_NAMED_ANEW departments.product.case',
    ],
    [
      'says whose cases they are',
      'named_by: [article] }',
      'named_by: [article], same_as: order }',
      'CASES_NAMED_ANEW departments.product.case',
    ],
    ['drops a kind of fact', 'sold:', 'bought:', 'FACT_KIND_DROPPED departments.product.facts.sold'],
    ['drops a field', 'cents: {', 'euros: {', 'FIELD_DROPPED departments.product.facts.price_seen.fields.cents'],
    [
      'gives a field another type',
      'whole_number',
      'text',
      'FIELD_TYPE_CHANGED departments.product.facts.price_seen.fields.cents',
    ],
    ['drops the department', '  product:', '  goods:', 'DEPARTMENT_DROPPED departments.product'],
  ])('that %s is told to lose stored facts', (_, from, to, lost) => {
    expect(lostBy(from, to)).toEqual([lost]);
  });

  it.each([
    ['only words', 'A price was seen', 'We saw a price'],
    ['a built-in department', '  ordering: {}', '  warehouse: {}'],
    [
      'what is added',
      '        fields: { article: { type: text } }',
      '        fields: { article: { type: text }, day: { type: day, required: false } }',
    ],
    ['another first day', '2027-01-01', '2027-02-01'],
  ])('loses nothing by %s', (_, from, to) => {
    expect(lostBy(from, to)).toEqual([]);
  });
});
