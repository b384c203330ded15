import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { limitsOf } from '#libs/catalogue/limits.js';
import type { MetricsDocument } from '#libs/documents/metrics/metrics-document.js';

const text = readFileSync(new URL('../../data/olist/company/metrics.yaml', import.meta.url), 'utf8');
const { metrics } = parse(text) as MetricsDocument;

/** A limit of a document as the parameter of a definition holds it: the unit of the parameter stands in its name. */
function parameterValue(parameter: string, limit: unknown): unknown {
  if (Array.isArray(limit)) return limit.map((word: string) => word.toUpperCase());
  const unit = /Minutes$/.test(parameter) ? 'minutes' : /CivilDays$/.test(parameter) ? 'civil_days' : undefined;
  return unit === undefined ? limit : (limit as Readonly<Record<string, unknown>>)[unit];
}

describe('the limits of the real orders', () => {
  it('hold in one version', () => {
    expect(Object.values(metrics).filter(({ length }) => length !== 1)).toEqual([]);
  });

  it.each(CATALOGUE.all.filter(({ id, definition }) => definition === 1 && id in metrics))(
    'of $id are those of its first definition',
    (one) => {
      const [version] = metrics[one.id] ?? [];
      const { limits } = limitsOf(one.id);
      const stated = limits.map(({ name, parameter }) => [parameter, parameterValue(parameter, version?.[name])]);
      const judged = limits.map(({ parameter }) => [parameter, one.parameters[parameter]]);
      expect(stated).toEqual(judged);
      expect(Object.keys(version ?? {})).toEqual(['valid_from', ...limits.map(({ name }) => name)]);
    },
  );
});
