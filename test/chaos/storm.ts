import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '#test/simulation/random.js';
import { FAULTS, type Fault } from './faults.js';
import type { ChaosWorld } from './world.js';

/** The results of all faults of one kind. */
export interface Tally {
  readonly fault: string;
  struck: number;
  /** Milliseconds from each fault to the next commit of scoring, if there was something to count. */
  readonly recoveredMs: number[];
}

export interface StormOptions {
  /** The run ends after this time, whatever was reached. */
  readonly withinMs: number;
  /** True while the orders must catch up before the next fault. */
  readonly mustWait: () => boolean;
  readonly onFault: (fault: string) => void;
}

/** The longest pause between two faults. A fault may last longer, and others happen meanwhile. */
const PAUSE_MS = 1_200;

/** All faults of a run in an order from its seed: every kind at least once, each according to its share. */
export class Storm {
  struck = 0;
  #isOver = false;
  readonly #deck: readonly Fault[];
  readonly #tallies = new Map<string, Tally>();

  /** @param kills  kills of single processes */
  constructor(
    private readonly world: ChaosWorld,
    private readonly seed: number,
    kills: number,
  ) {
    this.#deck = deckOf(kills, new Random(seed));
  }

  get planned(): number {
    return this.#deck.length;
  }

  /** The share of faults that happened, 0 to 1; 1 too if no time is left. */
  get share(): number {
    return this.#isOver ? 1 : this.struck / this.planned;
  }

  /** Kinds for which no time was left. */
  get missed(): string[] {
    return [...new Set(this.#deck.map(({ name }) => name))].filter((name) => !this.#tallies.has(name));
  }

  async rage({ withinMs, mustWait, onFault }: StormOptions): Promise<Tally[]> {
    const ends = Date.now() + withinMs;
    const pauses = new Random(this.seed + 1);
    const going: Promise<void>[] = [];
    let kafkaIsFree = Promise.resolve();
    for (const [place, fault] of this.#deck.entries()) {
      while (mustWait() && Date.now() < ends) await pause(50);
      if (fault.onKafka) await kafkaIsFree;
      if (Date.now() >= ends) break;
      const strike = this.#strike(fault, new Random(this.seed * 100_003 + place));
      if (fault.onKafka) kafkaIsFree = strike.ended;
      going.push(strike.ended, strike.recovered);
      this.struck += 1;
      onFault(fault.name);
      await pause(pauses.below(PAUSE_MS));
    }
    this.#isOver = true;
    await Promise.all(going);
    return [...this.#tallies.values()];
  }

  #strike(fault: Fault, random: Random): { ended: Promise<void>; recovered: Promise<void> } {
    const tally = this.#tallies.get(fault.name) ?? { fault: fault.name, struck: 0, recoveredMs: [] };
    this.#tallies.set(fault.name, tally);
    tally.struck += 1;
    const struckAt = Date.now();
    const before = this.world.applied();
    const ended = fault.strike(this.world, random);
    ended.catch(() => undefined); // thrown at the end of the run, or where the next fault of this kind waits for it
    const recovered = before
      .then((version) => untilMoved(this.world, version, struckAt))
      .then((ms) => void (ms !== undefined && tally.recoveredMs.push(ms)));
    return { ended, recovered };
  }
}

function deckOf(kills: number, random: Random): Fault[] {
  const left = FAULTS.flatMap((fault) => {
    const times = Math.max(1, Math.round((fault.perThousandKills * kills) / 1_000));
    return Array.from({ length: times }, () => fault);
  });
  const deck: Fault[] = [];
  while (left.length > 0) deck.push(...left.splice(random.below(left.length), 1));
  return deck;
}

async function untilMoved(
  world: ChaosWorld,
  before: bigint | undefined,
  struckAt: number,
): Promise<number | undefined> {
  for (let waited = 0; waited < 90_000; waited += 250) {
    const applied = await world.applied();
    if (applied !== undefined && before !== undefined && applied !== before) return Date.now() - struckAt;
    await pause(250);
  }
  return undefined;
}
