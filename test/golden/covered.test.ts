import { describe, expect, it } from 'vitest';
import { COLUMNS, coveredMetrics } from '#test/catalogue/covered.js';
import { WITHOUT_CASES } from '#test/simulator/without-cases.js';

const rows = coveredMetrics();

describe('what keeps a metric right', () => {
  it.each(COLUMNS)('is there for every metric: %s', (column) => {
    const lacking = rows.filter((row) => row[column] === 0).map(({ metric }) => metric);
    expect(lacking.toSorted()).toEqual(column === 'simulator' ? Object.keys(WITHOUT_CASES).toSorted() : []);
  });

  it('is more than one test of its edges', () => {
    expect(rows.filter(({ edges }) => edges < 2).map(({ metric }) => metric)).toEqual([]);
  });
});
