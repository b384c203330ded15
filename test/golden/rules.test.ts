import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { OF_ORDER } from '#libs/catalogue/delivery/metrics.js';
import { definitionSha256 } from '#libs/catalogue/hash.js';
import type { MetricsDocument } from '#libs/documents/metrics/metrics-document.js';
import { BUILT_IN_SOURCES } from '#libs/domain/source.js';
import { evaluateBy, rulesOf } from '#libs/rules/rules.js';
import { RULESETS } from '#services/scoring/fixtures/real-orders.js';
import { deliveryOrder } from '#test/catalogue/examples.js';
import { published } from '#test/rules/documents.js';

describe('the documents of the real orders', () => {
  const folder = new URL('../../data/olist/company/', import.meta.url);
  const read = (kind: 'company' | 'departments' | 'metrics') =>
    [kind, parse(readFileSync(new URL(`${kind}.yaml`, folder), 'utf8')) as object] as const;
  const asked = (read('metrics')[1] as MetricsDocument).metrics;
  const documents = published(read('company'), read('departments'), read('metrics'));

  it.each(BUILT_IN_SOURCES)('are the definitions of the catalogue for %s, of the metrics that they ask', (source) => {
    const { definitions } = rulesOf(documents, source);
    const catalogue = CATALOGUE.all.filter((one) => one.source === source && Object.hasOwn(asked, one.id));
    const named = (all: typeof definitions) =>
      all.map((one) => [one.id, one.definition, definitionSha256(one).toString('hex')]);
    expect(named(definitions)).toEqual(named(catalogue));
  });

  it('ask no scored metric that their rulesets do not weigh, so that none is computed and never counted', () => {
    const weighed = RULESETS.all.flatMap(({ departments }) => [...departments.values()].flat());
    const scored = BUILT_IN_SOURCES.flatMap((source) =>
      rulesOf(documents, source).definitions.filter(({ role }) => role === 'SCORED'),
    );
    expect(new Set(weighed.map(({ metric }) => metric))).toEqual(new Set(scored.map(({ recordedAs }) => recordedAs)));
  });

  it('judge as the catalogue does', () => {
    const [evaluation] = evaluateBy(rulesOf(documents, 'delivery'), OF_ORDER, deliveryOrder());
    expect(evaluation).toMatchObject({ metric: { definition: 1 }, day: '2018-03-11', result: { hits: 1 } });
  });
});
