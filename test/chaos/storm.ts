import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '#test/simulation/random.js';
import { FAULTS, type Fault } from './faults.js';
import type { ChaosWorld } from './world.js';

/** What became of all faults of one kind. */
export interface Tally {
  readonly fault: string;
  struck: number;
  /** Milliseconds from the fault to the next commit of scoring, while there was something to count. */
  readonly recoveredMs: number[];
}

export interface StormOptions {
  readonly world: ChaosWorld;
  readonly random: Random;
  /** Processes killed at least, all together. */
  readonly kills: number;
  /** Not longer than this, whatever was reached. */
  readonly withinMs: number;
  /** Whether there is still something to count. */
  readonly isLoaded: () => boolean;
  readonly onFault: (fault: string, done: number) => void;
}

const KILL = /kill -9 of/;
/** Between two faults. */
const PAUSE_MS = 1_200;

/** Lets faults happen one after the other, drawn by weight, until enough processes were killed or the load is over. */
export async function storm(options: StormOptions): Promise<Tally[]> {
  const { world, random, kills, withinMs, isLoaded, onFault } = options;
  const tallies = new Map<string, Tally>();
  const began = Date.now();
  let killed = 0;
  let done = 0;
  const watching: Promise<void>[] = [];
  while (killed < kills && Date.now() - began < withinMs && isLoaded()) {
    const fault = next(random, tallies);
    const tally = tallies.get(fault.name) ?? { fault: fault.name, struck: 0, recoveredMs: [] };
    tallies.set(fault.name, tally);
    const before = await world.applied();
    const struckAt = Date.now();
    await fault.strike(world, random);
    tally.struck += 1;
    if (KILL.test(fault.name)) killed += 1;
    done += 1;
    onFault(fault.name, done);
    watching.push(
      untilMoved(world, before, struckAt).then((ms) => void (ms !== undefined && tally.recoveredMs.push(ms))),
    );
    await pause(random.below(2 * PAUSE_MS));
  }
  await Promise.all(watching);
  return [...tallies.values()];
}

/** Every kind happens once before chance decides. */
function next(random: Random, tallies: ReadonlyMap<string, Tally>): Fault {
  const isNew = FAULTS.filter(({ name }) => !tallies.has(name));
  if (isNew.length > 0 && random.chance(0.3)) return isNew[random.below(isNew.length)] as Fault;
  return random.pick(FAULTS.map((fault) => [fault.weight, fault] as const));
}

async function untilMoved(
  world: ChaosWorld,
  before: bigint | undefined,
  struckAt: number,
): Promise<number | undefined> {
  for (let waited = 0; waited < 90_000; waited += 100) {
    const applied = await world.applied();
    if (applied !== undefined && before !== undefined && applied !== before) return Date.now() - struckAt;
    await pause(100);
  }
  return undefined;
}
