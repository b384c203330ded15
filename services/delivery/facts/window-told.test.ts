import { describe, expect, it } from 'vitest';
import { windowTold } from './window-told.js';

const from = new Date('2018-03-09T14:00:00Z');
const to = new Date('2018-03-09T16:00:00Z');

describe('a told window', () => {
  it('has a begin and a later end', () => {
    expect(windowTold.check?.({ from, to }, 0)).toBeUndefined();
    expect(windowTold.check?.({ from, to: new Date(from.getTime() + 1) }, 0)).toBeUndefined();
    expect(windowTold.read?.({ from, to }, 7)).toEqual({
      ...{ name: 'window_told', happenedAt: 7, from: from.getTime(), to: to.getTime() },
    });
    expect(windowTold.describe?.({ from, to }, 'UTC')).toBe('2018-03-09 14:00 to 2018-03-09 16:00');
  });

  it.each([
    ['without a begin', { to }, 'WINDOW_INVALID', 'window_told'],
    ['without an end', { from }, 'WINDOW_INVALID', 'window_told'],
    ['that ends when it begins', { from, to: from }, 'WINDOW_INVALID', 'window_told'],
    ['before 2000', { from: new Date('1999-12-31T00:00:00Z'), to }, 'TIME_OUT_OF_RANGE', 'window_told.from'],
    ['after 2099', { from, to: new Date('2100-01-01T00:00:00Z') }, 'TIME_OUT_OF_RANGE', 'window_told.to'],
  ])('%s is refused', (_, window, reason, field) => {
    expect(windowTold.check?.(window, 0)).toMatchObject({ reason, field });
  });
});
