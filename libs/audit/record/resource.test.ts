import { describe, expect, it } from 'vitest';
import { resourceOf } from './resource.js';

const known = (name: string) => ['delivery', 'support', 'product'].includes(name);

describe('the resource of a call', () => {
  it.each([
    ['an index', ['departments/delivery/indexes/2018-08'], { department: 'delivery', period: '2018-08' }],
    [
      'an index of a unit',
      ['departments/delivery/units/area~sp/indexes/2018-Q3'],
      { department: 'delivery', period: '2018-Q3' },
    ],
    ['a pay period', ['periods/2018-P03/snapshots/2'], { period: '2018-P03', version: '2' }],
    ['a document', ['documents/ruleset/versions/latest'], { document: 'ruleset', version: 'latest' }],
    ['all departments', ['departments/-/indexes/2018-08'], { department: '-', period: '2018-08' }],
    [
      'several indexes',
      ['departments/support/indexes/2018-08', 'departments/delivery/indexes/2018-08'],
      { department: 'delivery.and.support', period: '2018-08' },
    ],
  ])('%s is shown by its parts', (_, names, resource) => {
    expect(resourceOf(names, known)).toEqual(resource);
  });

  it.each([
    ['an order number as a department', 'departments/ord_4711/indexes/2018-08', { period: '2018-08' }],
    ['an order number as a period', 'departments/delivery/indexes/d3b7594c', { department: 'delivery' }],
    ['an e-mail address', 'anna@example.org', {}],
    ['a key of an object', 'toString/constructor', {}],
    ['an order number of nine digits as a version', 'documents/ruleset/versions/123456789', { document: 'ruleset' }],
  ])('%s is left out', (_, name, resource) => {
    expect(resourceOf([name], known)).toEqual(resource);
  });

  it('counts the values of a long list', () => {
    const names = Array.from({ length: 12 }, (_, month) => `periods/2018-${String(month + 1).padStart(2, '0')}`);
    expect(resourceOf(names, known)).toEqual({
      period: '2018-01.and.2018-02.and.2018-03.and.2018-04.and.2018-05.and.7.more',
    });
  });
});
