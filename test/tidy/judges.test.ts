import { describe, expect, it } from 'vitest';
import { METRICS } from '#libs/catalogue/catalogue.js';
import { SOURCES } from '#libs/domain/observation.js';
import { sources } from './source.js';

const folderOf = (source: string) => `services/${source}/metrics/`;
const judges = sources()
  .filter(({ path, isTest }) => !isTest && SOURCES.some((source) => path.startsWith(folderOf(source))))
  .map(({ path }) => path)
  .filter((path) => !path.endsWith('/index.ts'));

describe('every metric', () => {
  it.each(METRICS.map(({ metric, source }) => [metric, `${folderOf(source)}${metric.replaceAll('_', '-')}.ts`]))(
    '%s has one judge, in a file of its name',
    (_, path) => {
      expect(judges).toContain(path);
    },
  );

  it('is defined: no judge asks what the catalogue does not', () => {
    expect(judges).toHaveLength(METRICS.length);
  });
});
