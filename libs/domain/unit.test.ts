import { describe, expect, it } from 'vitest';
import { isUnit, isWithin, unitAndAbove, unitFromName, unitInName } from './unit.js';

describe('a unit', () => {
  it.each(['area/sp', 'unattributed', 'origin/sp/seller/6560211a', 'method/credit_card', 'a', 'a-b/c_d'])(
    'may be %s',
    (unit) => {
      expect(isUnit(unit)).toBe(true);
    },
  );

  it.each([
    ['', 'empty'],
    ['Area/sp', 'capitals'],
    ['area/', 'a slash at the end'],
    ['/area', 'a slash at the start'],
    ['area//sp', 'an empty name'],
    ['a/b/c/d/e', 'five names'],
    ['area sp', 'a space'],
    ['area~sp', 'a tilde, which stands for the slash in names'],
    ['área', 'an accent'],
    [`a/${'b'.repeat(127)}`, '129 characters'],
    ['area\n', 'a line break'],
  ])('may not be "%s": %s', (unit) => {
    expect(isUnit(unit)).toBe(false);
  });

  it('lies below every beginning of its path', () => {
    expect(unitAndAbove('origin/sp/seller')).toEqual(['origin', 'origin/sp', 'origin/sp/seller']);
    expect(unitAndAbove('unattributed')).toEqual(['unattributed']);
  });

  it('of 128 characters is the longest', () => {
    expect(isUnit(`a/${'b'.repeat(126)}`)).toBe(true);
  });

  it('is written with ~ in a resource name and read back the same', () => {
    expect(unitInName('origin/sp/seller/6560211a')).toBe('origin~sp~seller~6560211a');
    expect(unitFromName(unitInName('origin/sp/seller/6560211a'))).toBe('origin/sp/seller/6560211a');
  });

  it.each([
    ['area/sp', 'area', true],
    ['area/sp', 'area/sp', true],
    ['areal/sp', 'area', false],
    ['area', 'area/sp', false],
  ])('%s within %s: %s', (unit, prefix, is) => {
    expect(isWithin(unit, prefix)).toBe(is);
  });
});
