import { describe, expect, it } from 'vitest';
import { COLUMNS, coveredMetrics } from '#test/catalogue/covered.js';

const rows = coveredMetrics();

describe('what keeps a metric right', () => {
  it.each(COLUMNS)('is there for every metric: %s', (column) => {
    expect(rows.filter((row) => row[column] === 0).map(({ metric }) => metric)).toEqual([]);
  });

  it('is more than one test of its edges', () => {
    expect(rows.filter(({ edges }) => edges < 2).map(({ metric }) => metric)).toEqual([]);
  });
});
