import { setTimeout as pause } from 'node:timers/promises';
import type { Addresses } from '#cli/addresses.js';
import { sentenceOf } from '#cli/failure.js';
import { grouped } from '#cli/format.js';
import { feedSenders } from '#deploy/simulator/live/feed-senders.js';
import { type AskedPlay, isPlayed, type KeptPlay, keepPlay, openPlay } from '#deploy/simulator/live/kept-play.js';
import { play, type Round } from '#deploy/simulator/live/play.js';
import { ZONE } from '#deploy/simulator/world/retailer.js';
import { STORIES } from '#deploy/simulator/world/stories.js';
import { dayAt, type World } from '#deploy/simulator/world/world.js';
import { periodOn, previousPeriod } from '#libs/domain/period.js';
import { addDays, type Day, wallTime } from '#libs/domain/time.js';
import type { LiveOptions } from './live-options.js';
import { liveReport } from './live-report.js';
import type { Screen } from './screen.js';
import { untilCounted } from './until-counted.js';

export interface LiveContext {
  readonly dataDir: string;
  readonly addresses: Addresses;
  readonly screen: Screen;
  readonly isStopping: () => boolean;
}

const AGAIN_MS = 5_000;

/** @throws {Error} with one sentence when the folder holds other facts than those of the simulated retailer, or the other way round */
export function refuseMixed(dataDir: string, isNew: boolean, live: LiveOptions | undefined): void {
  if (isNew || isPlayed(dataDir) === (live !== undefined)) {
    if (live !== undefined) openPlay(dataDir, askedFor(live)); // refuses another retailer
    return;
  }
  throw new Error(
    live === undefined
      ? `${dataDir} holds the facts of the simulated retailer, and others do not belong there. Start it with --live.`
      : `${dataDir} holds other facts, and those of the simulated retailer do not belong there. Name another folder: --data DIR`,
  );
}

/** Opens the retailer of the data folder and says what is played. The same is played at the next start. */
export function openLive({ dataDir, screen }: LiveContext, live: LiveOptions): KeptPlay {
  const kept = openPlay(dataDir, askedFor(live));
  keepPlay(dataDir, kept);
  for (const line of introduction(kept, live.speed)) screen.line(line);
  return kept;
}

function askedFor({ days, seed, ordersADay, stories }: LiveOptions): AskedPlay {
  return { seed, ordersADay, stories, firstDay: mondayOf(addDays(dayAt(Date.now()), -days)) };
}

/**
 * Plays the retailer until the start is stopped. A service that is away does not end it: it goes on from what was last sent.
 *
 * @param isOnce  ends when the present is reached
 */
export async function keepPlaying(context: LiveContext, kept: KeptPlay, speed: number, isOnce: boolean): Promise<void> {
  const { dataDir, addresses, screen } = context;
  const { world } = kept;
  let through = kept.through;
  let isPresent = false;
  const isOver = () => context.isStopping() || (isOnce && isPresent);
  const onRound = (round: Round) => {
    ({ through } = round);
    keepPlay(dataDir, { world, through });
    if (round.dayEnded !== undefined && (isPresent || isSunday(round.dayEnded))) screen.line(progressLine(round));
    if (round.isPresent && !isPresent) screen.line(`The present is reached. ${progressLine(round).trim()}`);
    isPresent ||= round.isPresent;
  };
  while (!isOver()) {
    const sink = feedSenders(addresses, (line) => screen.note(line));
    const pace = { now: () => Date.now(), pause: (ms: number) => pause(ms), speed };
    try {
      await play({ world, from: through, sink, pace, isStopping: isOver, onRound });
    } catch (error) {
      if (context.isStopping()) return;
      screen.failed(`The retailer waits: ${sentenceOf(error) ?? error}`);
      await pause(AGAIN_MS);
    } finally {
      sink.close();
    }
  }
}

/** Plays until the present, and shows what came out. */
export async function playOnce(context: LiveContext, kept: KeptPlay, speed: number): Promise<void> {
  await keepPlaying(context, kept, speed, true);
  if (context.isStopping()) return;
  await untilCounted();
  for (const line of await liveReport(dayAt(Date.now()))) context.screen.line(line);
}

/** The commands that a person wants to type while the retailer lives. */
export function nextOfLive() {
  const week = previousPeriod(periodOn('week', dayAt(Date.now()))).name;
  return [
    ['index list --kind week', 'where does each department stand?'],
    [`misses delivered_by_first_promise ${week}`, 'who answers for what customers lived?'],
    ['doctor', 'is anything late, lost or silent?'],
  ] as const;
}

function introduction({ world, through }: KeptPlay, speed: number): string[] {
  const { seed, ordersADay, stories } = world;
  return [
    '',
    `Kontor, a retailer that does not exist (seed ${seed}, about ${ordersADay} orders a day). GENERATED, never payable.`,
    ...stories.map((name) => `  Story ${name}: ${weekOf(world, STORIES[name].title)}`),
    `It lives from ${wallTime(through, ZONE)} on, ${grouped(speed)} times as fast as the clock until it reaches the present.`,
  ];
}

/** "week 3" with the day on which it begins, for people who look for it in the figures. */
function weekOf({ firstDay }: World, title: string): string {
  return title.replace('week 3', `week 3 (from ${addDays(firstDay, 14)})`);
}

function progressLine({ through, counts }: Round): string {
  const { facts, recorded, known, refusedFacts } = counts;
  const numbers = `${grouped(facts)} facts   accepted ${grouped(recorded)}   already known ${grouped(known)}`;
  return `  through ${wallTime(through, ZONE)}   ${numbers}   refused ${grouped(refusedFacts)}`;
}

function mondayOf(day: Day): Day {
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
}

function isSunday(day: Day): boolean {
  return new Date(day).getUTCDay() === 0;
}
