import { describe, expect, it } from 'vitest';
import { type Horizons, horizonOf, NEVER, waitsFor } from './watermarks.js';

const metric = { needs: ['ordering', 'warehouse'] as const };
const feed = (name: string, completeThrough: number) => ({ feed: name, completeThrough, origin: 'REPORTED' as const });
const horizons = (changes: Partial<Horizons> = {}): Horizons => ({
  source: 'delivery',
  now: 1_000,
  feeds: [feed('acme', 800), feed('post', 900)],
  upstreams: new Map([
    ['ordering', 700],
    ['warehouse', 950],
  ]),
  silentAfterMs: 14,
  ...changes,
});

describe('horizonOf', () => {
  it.each([
    ['the least of all that the metric needs', metric, horizons(), 700],
    ['an upstream that the metric does not need holds nobody up', { needs: [] }, horizons(), 800],
    ['the clock, when everybody has declared more than has happened yet', metric, horizons({ now: 5 }), 5],
    ['never, when nobody reports here at all', metric, horizons({ feeds: [] }), NEVER],
    [
      'never, when an upstream has not said anything',
      metric,
      horizons({ upstreams: new Map([['ordering', 700]]) }),
      NEVER,
    ],
    [
      'never, when one of two feeds has not declared anything',
      { needs: [] },
      horizons({ feeds: [feed('acme', 800), feed('new', NEVER)] }),
      NEVER,
    ],
  ] as const)('is %s', (_, asked, of, instant) => {
    expect(horizonOf(asked, of)).toBe(instant);
  });
});

describe('waitsFor', () => {
  it.each([
    ['the upstream that is furthest behind', metric, horizons(), 'ordering'],
    ['the feed that is furthest behind, with its department', { needs: [] }, horizons(), 'delivery/acme'],
    ['the department itself, when nobody reports there', { needs: [] }, horizons({ feeds: [] }), 'delivery'],
  ] as const)('names %s', (_, asked, of, name) => {
    expect(waitsFor(asked, of)).toBe(name);
  });
});
