import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BUILT_IN_SOURCES,
  inOrder,
  isBuiltIn,
  isDepartment,
  isSource,
  problemOfSource,
  type Source,
} from './source.js';

describe('the name of a source', () => {
  it.each([
    ['product', undefined],
    ['it', undefined],
    ['x', undefined],
    ['partner_warehouse_2', undefined],
    ['a'.repeat(31), undefined],
    ['a'.repeat(32), 'FORM'],
    ['', 'FORM'],
    ['2nd', 'FORM'],
    ['_product', 'FORM'],
    ['Product', 'FORM'],
    ['pro-duct', 'FORM'],
    ['pro/duct', 'FORM'],
    ['prodükt', 'FORM'],
    ['product\n', 'FORM'],
    ['scoring', 'RESERVED'],
    ['customer', 'RESERVED'],
    ['unattributed', 'RESERVED'],
  ])('%j: %s', (text, problem) => {
    expect(problemOfSource(text)).toBe(problem);
    expect(isSource(text)).toBe(problem === undefined);
  });

  it('may be that of a built-in one, and the survey is no department', () => {
    expect(BUILT_IN_SOURCES.every(isSource)).toBe(true);
    expect(BUILT_IN_SOURCES.filter((source) => !isDepartment(source))).toEqual(['survey']);
    expect([isBuiltIn('survey'), isBuiltIn('product')]).toEqual([true, false]);
  });
});

describe('sources in order', () => {
  const names = fc.subarray(['it', 'product', 'marketing', 'a', ...BUILT_IN_SOURCES]);

  it('are the built-in ones on the way of a parcel, then others by name', () => {
    const mixed = ['product', 'survey', 'it', 'support', 'ordering', 'delivery', 'warehouse', 'product'] as Source[];
    expect(inOrder(mixed)).toEqual([...BUILT_IN_SOURCES, 'it', 'product']);
  });

  it('do not depend on the order in which they came', () => {
    fc.assert(
      fc.property(names, fc.infiniteStream(fc.nat()), (some, keys) => {
        const shuffled = some.map((name) => ({ name, key: keys.next().value })).sort((a, b) => a.key - b.key);
        expect(inOrder(shuffled.map(({ name }) => name as Source))).toEqual(inOrder(some as Source[]));
      }),
    );
  });
});
