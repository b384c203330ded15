import { describe, expect, it } from 'vitest';
import type { BuiltInSource } from '#libs/domain/observation.js';
import { CATALOGUE } from './catalogue.js';
import { DIMENSIONS, LIMITS, limitsOf } from './limits.js';

describe('the limits that a company may set', () => {
  it.each(LIMITS)(
    'of $metric are parameters of its definition, by dimensions of its cases',
    ({ metric, limits, by }) => {
      const [first] = CATALOGUE.named(metric);
      if (first === undefined) throw new Error(`there is no metric ${metric}`);
      expect(first.id).toBe(metric);
      expect(Object.keys(first.parameters)).toEqual(expect.arrayContaining(limits.map(({ parameter }) => parameter)));
      // The cases of a subject have no dimensions.
      expect([DIMENSIONS[first.source as BuiltInSource], []]).toContainEqual(by);
      expect(limits.every(({ kinds, meaning }) => kinds.length > 0 && meaning.endsWith('.'))).toBe(true);
    },
  );

  it('are none for a metric that is judged by what was promised', () => {
    expect(limitsOf('delivered_by_first_promise')).toMatchObject({ limits: [], by: [] });
  });
});
