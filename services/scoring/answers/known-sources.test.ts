import { describe, expect, it } from 'vitest';
import { OWN_RULESET } from '../fixtures/own-department.js';
import { FIRST } from '../fixtures/real-orders.js';
import { rulesetsOf } from '../rulesets/rulesets.js';
import { knownSources } from './known-sources.js';

const FIVE = ['ordering', 'warehouse', 'delivery', 'support', 'survey'];

describe('the sources that scoring knows', () => {
  it('are the built-in ones where a company has no department of its own', () => {
    const known = knownSources(rulesetsOf([FIRST]));
    expect([known.all, known.departments]).toEqual([FIVE, FIVE.slice(0, 4)]);
  });

  it('are also those that a ruleset weighs, and those that something else declares, by name', () => {
    const known = knownSources(rulesetsOf([OWN_RULESET]), () => ['marketing', 'it', 'delivery']);
    expect(known.all).toEqual([...FIVE, 'it', 'marketing', 'product']);
    expect(known.departments).toEqual([...FIVE.slice(0, 4), 'it', 'marketing', 'product']);
  });

  it('grow while the process runs, and none is forgotten', () => {
    const declared: string[] = [];
    const known = knownSources(rulesetsOf([]), () => declared);
    expect(known.all).toEqual(FIVE);
    declared.push('product');
    expect(known.all).toEqual([...FIVE, 'product']);
    declared.length = 0;
    expect(known.all).toEqual([...FIVE, 'product']);
  });

  it('are no text that cannot be the name of a source', () => {
    expect(knownSources(rulesetsOf([]), () => ['scoring', 'Product', 'a b', '']).all).toEqual(FIVE);
  });
});
