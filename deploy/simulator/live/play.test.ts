import { describe, expect, it } from 'vitest';
import type { Report } from '../world/reporting.js';
import { reportsBetween } from '../world/simulate.js';
import type { StoryName } from '../world/stories.js';
import { clock, HOUR, type World } from '../world/world.js';
import type { Sink } from './feed-senders.js';
import { play, type Round } from './play.js';

const FIRST_DAY = '2027-01-04';
const world = (stories: readonly StoryName[] = []): World => ({ seed: 1, firstDay: FIRST_DAY, ordersADay: 4, stories });

/** Plays until an instant of the retailer with a clock that moves by a second a pause. */
async function played(options: {
  readonly from?: number;
  readonly until: number;
  readonly speed: number;
  readonly world?: World;
}) {
  const sent: Report[] = [];
  const declared: { readonly to: string; readonly feed: string; readonly through: number }[] = [];
  const rounds: Round[] = [];
  let now = clock('2027-01-07', 0);
  let pauses = 0;
  const sink: Sink = {
    send: async (report) => void sent.push(report),
    flush: async () => {},
    declare: async (to, feed, through) => void declared.push({ to, feed, through }),
    close: () => {},
  };
  const pace = {
    now: () => now,
    pause: async (ms: number) => {
      now += ms;
      pauses += 1;
    },
    speed: options.speed,
  };
  await play({
    ...{ world: options.world ?? world(), from: options.from ?? clock(FIRST_DAY, 0), sink, pace },
    isStopping: () => (rounds.at(-1)?.through ?? 0) >= options.until,
    onRound: (round) => void rounds.push({ ...round, counts: { ...round.counts } }),
  });
  return { sent, declared, rounds, pauses, now };
}

const ids = (reports: readonly Report[]) =>
  reports.map(({ feed, fact, reportedAt }) => `${reportedAt} ${feed} ${fact.factId}`);
const until = (at: number) =>
  reportsBetween(world(), FIRST_DAY, '2027-01-08').filter(({ reportedAt }) => reportedAt < at);

describe('play', () => {
  it('reports the past until the present, each fact once and in order', async () => {
    const present = clock('2027-01-07', 0);
    const { sent, rounds } = await played({ until: present, speed: 10_000_000 });
    expect(ids(sent)).toEqual(ids(until(rounds.at(-1)?.through ?? 0)));
    expect(sent.length).toBeGreaterThan(300);
    expect(rounds.at(-1)?.isPresent).toBe(true);
    expect(rounds.filter(({ isPresent }) => isPresent).length).toBe(1);
  });

  it('lives as many times as fast as the clock as it is told, and then with the clock', async () => {
    const from = clock('2027-01-06', 23 * 60);
    const { pauses, now, rounds } = await played({ from, until: clock('2027-01-07', 1), speed: 60 });
    // An hour is made up 60 times as fast while the clock goes on: after 60 s and a bit the present is reached.
    const reached = rounds.findIndex(({ isPresent }) => isPresent);
    expect(reached).toBeGreaterThan(55);
    expect(reached).toBeLessThan(64);
    expect(rounds.at(-1)?.through).toBeLessThanOrEqual(now);
    expect(pauses).toBe(rounds.length);
  });

  it('goes on where an earlier play stopped, and sends nothing before that again', async () => {
    const from = clock('2027-01-05', 777);
    const { sent, rounds } = await played({ from, until: clock('2027-01-06', 0), speed: 1_000_000 });
    expect(ids(sent)).toEqual(ids(until(rounds.at(-1)?.through ?? 0).filter(({ reportedAt }) => reportedAt >= from)));
  });

  it('lets each feed declare that it is complete, ten minutes behind, at least every six hours', async () => {
    const { declared, rounds } = await played({ until: clock('2027-01-06', 0), speed: 10_000_000 });
    const ofShop = declared
      .filter(({ to, feed }) => to === 'ordering' && feed === 'shop')
      .map(({ through }) => through);
    expect(ofShop).toEqual(rounds.map(({ through }) => through - 600_000));
    expect(Math.max(...ofShop.slice(1).map((one, place) => one - (ofShop[place] ?? 0)))).toBeLessThanOrEqual(6 * HOUR);
    expect(new Set(declared.map(({ feed }) => feed)).size).toBe(10);
    expect(new Set(declared.map(({ to, feed }) => `${to} ${feed}`)).size).toBe(12);
  });

  it('a silent site sends nothing and declares nothing', async () => {
    const silent = { ...world(['silent-site']), firstDay: '2026-12-21' };
    const { sent, declared } = await played({ until: clock('2027-01-06', 0), speed: 10_000_000, world: silent });
    expect(sent.filter(({ feed }) => feed === 'site-south')).toEqual([]);
    expect(declared.filter(({ feed }) => feed === 'site-south')).toEqual([]);
    expect(sent.some(({ feed }) => feed === 'site-north')).toBe(true);
  });
});
