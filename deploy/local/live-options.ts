import { isStoryName, STORY_NAMES, type StoryName } from '#deploy/simulator/world/stories.js';

/** What `npm start -- --live ...` was asked for. What is not stated is that of the data folder, or the usual one. */
export interface LiveOptions {
  readonly seed: number | undefined;
  readonly ordersADay: number | undefined;
  readonly stories: readonly StoryName[] | undefined;
  /** How many days before the present a new retailer begins, 1 to 400. */
  readonly days: number;
  /** How much faster than the clock it lives until it reaches the present, 1 to 10,000,000. */
  readonly speed: number;
}

/** The options by which people state it, as parseArgs takes them. */
export const LIVE_ARGS = {
  live: { type: 'boolean', default: false },
  seed: { type: 'string' },
  orders: { type: 'string' },
  days: { type: 'string' },
  speed: { type: 'string' },
  story: { type: 'string', multiple: true },
} as const;

/** What parseArgs makes of them. */
export interface LiveWords {
  readonly live: boolean;
  readonly seed?: string | undefined;
  readonly orders?: string | undefined;
  readonly days?: string | undefined;
  readonly speed?: string | undefined;
  readonly story?: readonly string[] | undefined;
}

export const LIVE_HELP = `npm start -- --live        plays a retailer that does not exist, and starts without the real orders; keeps everything in .cx-live.
                           It begins days ago, reaches the present, and lives on with the clock (docs/simulator.md)
             --speed N     so many times as fast as the clock until it reaches the present; default 3600: an hour a second
             --days N      begins with the Monday before so many days ago; default 28
             --seed N      another seed, other facts; default 1
             --orders N    orders of an average day; default 120
             --story NAME  something goes wrong in its third week; may be repeated:
                           ${STORY_NAMES.slice(0, 3).join(', ')},
                           ${STORY_NAMES.slice(3).join(', ')}`;

/** @throws {Error} with one sentence when a word is not understood */
export function readLiveOptions(words: LiveWords): LiveOptions | undefined {
  const { live, seed, orders, days, speed, story } = words;
  if (!live) {
    const stray = Object.entries({ seed, orders, days, speed, story }).find(([, value]) => value !== undefined);
    if (stray !== undefined) throw new Error(`--${stray[0]} is about the simulated retailer. Add --live.`);
    return undefined;
  }
  return {
    seed: numberIn('seed', seed, 0, 2_147_483_647),
    ordersADay: numberIn('orders', orders, 1, 100_000),
    stories: story?.map(storyNamed),
    days: numberIn('days', days, 1, 400) ?? 28,
    speed: numberIn('speed', speed, 1, 10_000_000) ?? 3_600,
  };
}

function storyNamed(name: string): StoryName {
  if (isStoryName(name)) return name;
  throw new Error(`There is no story ${name}. Stories: ${STORY_NAMES.join(', ')}.`);
}

function numberIn(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`--${name} ${text} is not understood. Form: a whole number from ${least} to ${most}.`);
}
