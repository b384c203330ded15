import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { OF_ORDER } from '#libs/catalogue/delivery/metrics.js';
import { definitionSha256 } from '#libs/catalogue/hash.js';
import { BUILT_IN_SOURCES } from '#libs/domain/source.js';
import { evaluateBy, rulesOf } from '#libs/rules/rules.js';
import { deliveryOrder } from '#test/catalogue/examples.js';
import { published } from '#test/rules/documents.js';

describe('the documents of the real orders', () => {
  const folder = new URL('../../data/olist/company/', import.meta.url);
  const read = (kind: 'company' | 'departments' | 'metrics') =>
    [kind, parse(readFileSync(new URL(`${kind}.yaml`, folder), 'utf8')) as object] as const;
  const documents = published(read('company'), read('departments'), read('metrics'));

  it.each(BUILT_IN_SOURCES)('are the definitions of the catalogue for %s', (source) => {
    const { definitions } = rulesOf(documents, source);
    const catalogue = CATALOGUE.all.filter(
      (one) => one.source === source && one.id !== 'parcel_delivered_by_first_promise',
    );
    const named = (all: typeof definitions) =>
      all.map((one) => [one.id, one.definition, definitionSha256(one).toString('hex')]);
    expect(named(definitions)).toEqual(named(catalogue));
  });

  it('judge as the catalogue does', () => {
    const [evaluation] = evaluateBy(rulesOf(documents, 'delivery'), OF_ORDER, deliveryOrder());
    expect(evaluation).toMatchObject({ metric: { definition: 1 }, day: '2018-03-11', result: { hits: 1 } });
  });
});
