import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOptions } from './options.js';

const read = (...words: string[]) => readOptions(words, {});

describe('npm start -- --live', () => {
  it('takes the documents of the retailer and a data folder of its own, and replays no real orders', () => {
    expect(read('--live')).toMatchObject({
      company: resolve('data/kontor/company'),
      dataDir: '.cx-live',
      replay: false,
      live: { seed: undefined, ordersADay: undefined, stories: undefined, days: 28, speed: 3_600 },
    });
    expect(read('--live', '--data', 'mine').dataDir).toBe(resolve('mine'));
    expect(readOptions(['--live'], { CX_DATA: 'mine' }).dataDir).toBe(join(resolve('.'), 'mine'));
  });

  it('takes seed, speed, days, orders and stories', () => {
    const words = ['--seed', '5', '--speed', '60', '--days', '7', '--orders', '40', '--story', 'flash-sale'];
    expect(read('--live', ...words, '--story', 'carrier-strike').live).toEqual({
      ...{ seed: 5, speed: 60, days: 7, ordersADay: 40, stories: ['flash-sale', 'carrier-strike'] },
    });
  });

  it.each([
    [['--seed', '5'], '--seed is about the simulated retailer. Add --live.'],
    [['--live', '--story', 'flood'], 'There is no story flood. Stories: carrier-strike, flash-sale'],
    [['--live', '--speed', '0'], '--speed 0 is not understood. Form: a whole number from 1 to 10000000.'],
    [['--live', '--speed', '10000001'], 'is not understood'],
    [['--live', '--days', '401'], 'Form: a whole number from 1 to 400.'],
    [['--live', '--seed', '1.5'], 'is not understood'],
    [['--live', '--company', 'x'], '--live plays a company of its own. Leave --company away.'],
  ])('refuses %j', (words, sentence) => {
    expect(() => read(...words)).toThrow(sentence);
  });
});
