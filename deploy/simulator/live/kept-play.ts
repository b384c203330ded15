import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Day, Instant } from '#libs/domain/time.js';
import type { StoryName } from '../world/stories.js';
import { clock, type World } from '../world/world.js';

/** What a start remembers of a retailer in its data folder, so that the next start goes on where this one stopped. */
export interface KeptPlay {
  readonly world: World;
  /** Everything that is reported before this instant was sent. */
  readonly through: Instant;
}

/** What a start was asked for. What is undefined is that of the folder, or the usual one. */
export interface AskedPlay {
  readonly seed: number | undefined;
  readonly ordersADay: number | undefined;
  readonly stories: readonly StoryName[] | undefined;
  /** The Monday with which a new retailer begins. */
  readonly firstDay: Day;
}

const FILE = 'live.json';
const USUAL = { seed: 1, ordersADay: 120, stories: [] };

export function isPlayed(dataDir: string): boolean {
  return existsSync(join(dataDir, FILE));
}

/**
 * The play of a data folder: a new one, or the one that an earlier start began.
 *
 * @throws {Error} with one sentence when the folder holds another retailer than the one that was asked for
 */
export function openPlay(dataDir: string, asked: AskedPlay): KeptPlay {
  const { seed = USUAL.seed, ordersADay = USUAL.ordersADay, stories = USUAL.stories, firstDay } = asked;
  if (!isPlayed(dataDir)) return { world: { seed, ordersADay, stories, firstDay }, through: clock(firstDay, 0) };
  const kept = JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')) as { world: World; through: string };
  const differs = differenceOf(kept.world, asked);
  if (differs !== undefined)
    throw new Error(
      `${dataDir} holds the retailer of an earlier start, with ${differs}. Ask for the same, or begin anew with --fresh.`,
    );
  return { world: kept.world, through: Date.parse(kept.through) };
}

export function keepPlay(dataDir: string, { world, through }: KeptPlay): void {
  writeFileSync(join(dataDir, FILE), JSON.stringify({ world, through: new Date(through).toISOString() }));
}

function differenceOf(kept: World, { seed, ordersADay, stories }: AskedPlay): string | undefined {
  if (seed !== undefined && kept.seed !== seed) return `--seed ${kept.seed}`;
  if (ordersADay !== undefined && kept.ordersADay !== ordersADay) return `--orders ${kept.ordersADay}`;
  if (stories === undefined || inOneOrder(kept.stories) === inOneOrder(stories)) return undefined;
  return kept.stories.length === 0 ? 'no --story' : kept.stories.map((name) => `--story ${name}`).join(' ');
}

function inOneOrder(stories: readonly StoryName[]): string {
  return [...new Set(stories)].sort().join(' ');
}
