import { describe, expect, it } from 'vitest';
import { CxError } from '#libs/domain/error.js';
import { type Period, parsePeriod } from '#libs/domain/period.js';
import type { CountsView } from '../counts/read.js';
import { FrozenPeriods } from './frozen-periods.js';
import type { FrozenAs } from './frozen-results.js';

const JULY = parsePeriod('2018-07') as Period;
const AUGUST = parsePeriod('2018-08') as Period;
const VIEW = { rows: [], waiting: [], feeds: [], data: { progressVersion: 7n } } as unknown as CountsView;

function frozen(states: ReadonlyMap<string, FrozenAs>) {
  const asked: string[] = [];
  const world = { now: 0, states, isGone: false };
  const periods = new FrozenPeriods(
    {
      states: async () => {
        asked.push('states');
        if (world.isGone) throw new CxError('STORE_UNAVAILABLE', 'gone');
        return world.states;
      },
      countsOf: async ({ name }, version) => {
        asked.push(`${name} v${version}`);
        return VIEW;
      },
    },
    { now: () => world.now },
    { revision: 1, definitionIn: () => 1 },
  );
  return { periods, asked, world };
}
const CLOSED = new Map<string, FrozenAs>([['2018-07', { state: 'CLOSED', version: 3 }]]);
const ADJUSTED = new Map<string, FrozenAs>([['2018-07', { state: 'ADJUSTED', version: 4 }]]);

describe('a closed period', () => {
  it('is read once for each version that states it', async () => {
    const { periods, asked, world } = frozen(CLOSED);
    for (const period of [JULY, AUGUST, JULY]) await periods.countsOf(period);
    expect(asked).toEqual(['states', '2018-07 v3']);
    world.states = ADJUSTED;
    world.now = 999;
    expect((await periods.of(JULY))?.state).toBe('CLOSED');
    world.now = 1_000;
    expect((await periods.countsOf(JULY))?.data.progressVersion).toBe(7n);
    expect([await periods.of(JULY), asked]).toEqual([
      { state: 'ADJUSTED', version: 4 },
      ['states', '2018-07 v3', 'states', '2018-07 v4'],
    ]);
  });

  it('stays closed while the database does not answer, and is an error when nothing was known', async () => {
    const { periods, world } = frozen(CLOSED);
    await periods.of(JULY);
    Object.assign(world, { isGone: true, now: 5_000 });
    expect((await periods.of(JULY))?.state).toBe('CLOSED');
    const fresh = frozen(CLOSED);
    fresh.world.isGone = true;
    await expect(fresh.periods.of(JULY)).rejects.toThrow('gone');
  });

  it('has no counts of its own before the close', async () => {
    const { periods } = frozen(new Map([['2018-07', { state: 'PROVISIONAL', version: undefined }]]));
    expect([await periods.countsOf(JULY), await periods.countsOf(AUGUST)]).toEqual([undefined, undefined]);
  });
});
