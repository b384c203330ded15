import { describe, expect, it } from 'vitest';
import { at } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, toldWindow } from '#test/catalogue/reports.js';
import { bindingWindow, isInside, reliableWindows } from './told-window.js';

const width = { kind: 'elapsed', ms: 120 * 60_000 } as const;
const two = (told: string, from = '14:00', to = '16:00') =>
  toldWindow(`2018-03-09T${told}`, `2018-03-09T${from}`, `2018-03-09T${to}`);
const reliable = (...told: ReturnType<typeof two>[]) => reliableWindows(parcelWith(told), width).length;
const binding = (...told: ReturnType<typeof two>[]) => bindingWindow(parcelWith(told, NOT_RECEIVED), width)?.from;

describe('a window on which the customer can rely', () => {
  it.each([
    ['told at its begin, to the instant, is one', two('14:00'), 1],
    ['told a minute after its begin is none', two('14:01'), 0],
    ['as wide as the limit is one', two('08:00', '14:00', '16:00'), 1],
    ['a minute wider is none', two('08:00', '14:00', '16:01'), 0],
    ['told when the customer has the parcel is none', two('15:00', '15:30', '16:00'), 0],
  ])('%s', (_, told, count) => {
    expect(reliable(told)).toBe(count);
  });
});

describe('the window that binds', () => {
  it('is none without a reliable one', () => {
    expect(binding()).toBeUndefined();
    expect(binding(two('08:00', '08:00', '20:00'))).toBeUndefined();
  });

  it('is the last one that was told before the one before it began', () => {
    expect(binding(two('08:00'), two('14:00', '17:00', '18:00'))).toBe(at('2018-03-09T17:00'));
    expect(binding(two('08:00'), two('14:01', '17:00', '18:00'))).toBe(at('2018-03-09T14:00'));
  });

  it('is not replaced by a wide one', () => {
    expect(binding(two('08:00'), two('09:00', '10:00', '20:00'))).toBe(at('2018-03-09T14:00'));
  });

  it('has its begin and its end inside', () => {
    const window = two('08:00');
    const inside = [window.from - 1, window.from, window.to, window.to + 1].map((one) => isInside(one, window));
    expect(inside).toEqual([false, true, true, false]);
  });
});
