import { describe, expect, it } from 'vitest';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import type { OwnDepartment } from '#libs/domain/source.js';
import { CATALOGUE, metricOf } from './catalogue.js';
import { SAVED_BY, savedBy } from './saved-by.js';

describe('what saves an open question', () => {
  it('is said of every metric that counts cases', () => {
    const counting = CATALOGUE.all.filter(({ counts }) => counts === 'CASES');
    const silent = counting.filter(({ id, source }) => {
      const listed: Readonly<Record<string, Readonly<Record<string, string>>>> = SAVED_BY;
      return listed[source]?.[id] === undefined;
    });
    expect(silent.map(({ id }) => `add ${id} to libs/catalogue/saved-by.ts`)).toEqual([]);
  });

  it('is one fact in words, so that it can stand in a sentence', () => {
    const words = BUILT_IN_SOURCES.flatMap((source) => Object.values(SAVED_BY[source])).filter((text) => text !== '');
    expect(words.length).toBeGreaterThan(20);
    expect(words.filter((text) => !/^(a|an|the|that) [^.]+[^. ]$/.test(text))).toEqual([]);
  });

  it.each([
    ['a late parcel is saved by its delivery', 'delivered_by_first_promise', /^the delivery/],
    ['a customer who has asked again has asked again', 'solved_without_second_contact', /^$/],
  ])('%s', (_, id, words) => {
    const metric = metricOf(id);
    expect(metric && savedBy(metric)).toMatch(words);
  });

  it('is what a hit is, for a metric of a department of the company’s own', () => {
    const source = 'product' as OwnDepartment;
    expect(savedBy({ id: 'priced', source, hit: 'Priced below others.' })).toBe('Priced below others.');
  });
});
