import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { planted } from '#libs/documents/fixtures/example-company.js';
import { changedMetrics, declaredDepartments, keptNames } from './declared-departments.js';

const text = (metric: string) =>
  planted('departments.yaml', 'price_competitive:', `${metric}:`).find(({ file }) => file === 'departments.yaml')!.text;
const declared = (metric: string) => declaredDepartments([{ version: 1, text: text(metric) }], undefined);

describe('a metric of the company that had its name before the catalogue did', () => {
  const { definitions } = declared('order_kept');

  it('is the one that rulesets name, and the one of the catalogue is not there', () => {
    expect(definitions.named('order_kept').map(({ source }) => source)).toEqual(['product']);
    expect(definitions.all.length).toBe(declared('price_competitive').definitions.all.length - 1);
  });

  it('may be published again in its department', () => {
    expect(keptNames(definitions)).toEqual(['order_kept']);
    expect(changedMetrics(declared('order_kept'), text('order_kept'))).toEqual([]);
  });
});

describe('the other metrics', () => {
  it('are those of the catalogue and of the company, side by side', () => {
    const { definitions } = declared('price_competitive');
    expect(keptNames(definitions)).toEqual([]);
    for (const { id } of CATALOGUE.all) expect(definitions.named(id).length).toBeGreaterThan(0);
  });
});
