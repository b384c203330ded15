import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { clock } from '../world/world.js';
import { type AskedPlay, isPlayed, keepPlay, openPlay } from './kept-play.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'cx-live-'));
  folders.push(made);
  return made;
}

const asked = (changes: Partial<AskedPlay> = {}): AskedPlay => ({
  ...{ seed: undefined, ordersADay: undefined, stories: undefined, firstDay: '2027-01-04' },
  ...changes,
});

describe('the retailer of a data folder', () => {
  it('is a usual one when nothing is asked for, and begins with the first day', () => {
    const place = folder();
    expect(isPlayed(place)).toBe(false);
    expect(openPlay(place, asked())).toEqual({
      world: { seed: 1, ordersADay: 120, stories: [], firstDay: '2027-01-04' },
      through: clock('2027-01-04', 0),
    });
  });

  it('stays the same at the next start, which need not ask for it again', () => {
    const place = folder();
    const { world } = openPlay(place, asked({ seed: 5, stories: ['flash-sale', 'carrier-strike'] }));
    keepPlay(place, { world, through: 1_800_000_000_000 });
    expect(isPlayed(place)).toBe(true);
    expect(openPlay(place, asked({ firstDay: '2027-02-01' }))).toEqual({ world, through: 1_800_000_000_000 });
    expect(openPlay(place, asked({ stories: ['carrier-strike', 'flash-sale'] })).world).toEqual(world);
  });

  it.each([
    [asked({ seed: 6 }), 'with --seed 5'],
    [asked({ ordersADay: 7 }), 'with --orders 120'],
    [asked({ stories: [] }), 'with --story flash-sale'],
    [asked({ stories: ['carrier-strike'] }), 'Ask for the same, or begin anew with --fresh'],
  ])('refuses another retailer: %j', (other, sentence) => {
    const place = folder();
    const { world } = openPlay(place, asked({ seed: 5, stories: ['flash-sale'] }));
    keepPlay(place, { world, through: 0 });
    expect(() => openPlay(place, other)).toThrow(sentence);
  });

  it('says that it has no story', () => {
    const place = folder();
    keepPlay(place, openPlay(place, asked()));
    expect(() => openPlay(place, asked({ stories: ['flash-sale'] }))).toThrow('with no --story');
  });
});
