import { describe, expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.js';
import { METRIC_REFERENCES } from './references.js';
import { STANDARDS } from './standards.js';

const anchored = Object.entries(STANDARDS).flatMap(([metric, { anchorsPpm }]) =>
  anchorsPpm === undefined ? [] : [[metric, ...anchorsPpm] as const],
);

describe('the standard behind a metric', () => {
  it('is said of every metric of the catalogue, and of nothing else', () => {
    const ids = [...new Set(CATALOGUE.all.map(({ id }) => id))];
    expect(Object.keys(STANDARDS).toSorted()).toEqual(ids.toSorted());
  });

  it.each(Object.entries(STANDARDS))('%s: sentences that say where it comes from', (_, { source }) => {
    expect(source).toMatch(/^[A-Z].*\.$/);
  });

  it.each(anchored)(
    '%s has anchors that rise, not above the whole and not too steep at the top',
    (_, floor, target, world) => {
      expect(0 < floor && floor < target && target < world && world <= 1_000_000).toBe(true);
      expect(4 * (world - target)).toBeGreaterThanOrEqual(target - floor); // docs/index-definition.md: what a ruleset must keep
    },
  );

  it('has the target and the world class that the reference of a metric has', () => {
    const differing = METRIC_REFERENCES.filter(({ metric, targetPpm, worldClassPpm }) => {
      const [, target, world] = STANDARDS[metric]?.anchorsPpm ?? [];
      return target !== undefined && (target !== targetPpm || world !== worldClassPpm);
    });
    expect(differing.map(({ metric }) => metric)).toEqual([]);
  });
});
