import { describe, expect, it } from 'vitest';
import { NEVER, type Watermarks, waitsFor, watermarkOf } from './watermarks.js';

const metric = { needs: ['ordering', 'warehouse'] as const };
const feed = (name: string, completeThrough: number) => ({ feed: name, completeThrough, origin: 'REPORTED' as const });
const watermarks = (changes: Partial<Watermarks> = {}): Watermarks => ({
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

describe('watermarkOf', () => {
  it.each([
    ['the least of all that the metric needs', metric, watermarks(), 700],
    ['the own feeds, when the metric needs no upstream', { needs: [] }, watermarks(), 800],
    ['the clock, if all feeds have declared more than has happened yet', metric, watermarks({ now: 5 }), 5],
    ['never, when no feed reports here', metric, watermarks({ feeds: [] }), NEVER],
    [
      'never, when an upstream has not declared anything',
      metric,
      watermarks({ upstreams: new Map([['ordering', 700]]) }),
      NEVER,
    ],
    [
      'never, when one of two feeds has not declared anything',
      { needs: [] },
      watermarks({ feeds: [feed('acme', 800), feed('new', NEVER)] }),
      NEVER,
    ],
  ] as const)('is %s', (_, asked, of, instant) => {
    expect(watermarkOf(asked, of)).toBe(instant);
  });
});

describe('waitsFor', () => {
  it.each([
    ['the upstream that is furthest behind', metric, watermarks(), 'ordering'],
    ['the feed that is furthest behind, with its department', { needs: [] }, watermarks(), 'delivery/acme'],
    ['the department itself, when no feed reports there', { needs: [] }, watermarks({ feeds: [] }), 'delivery'],
  ] as const)('names %s', (_, asked, of, name) => {
    expect(waitsFor(asked, of)).toBe(name);
  });
});
