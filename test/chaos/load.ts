import { setTimeout as pause } from 'node:timers/promises';
import { factsOf, type TimedFact } from '#cli/import/olist-facts.js';
import { readOlistFiles } from '#cli/import/olist-files.js';
import { sendFacts } from '#cli/import/send.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Source } from '#libs/domain/observation.js';
import { THROUGH } from '#test/e2e/real-orders.js';
import type { Random } from '#test/simulation/random.js';

type Addresses = Readonly<Record<Source | 'scoring', string>>;

/** Orders whose facts are sent together. */
export interface Slice {
  readonly facts: readonly TimedFact[];
  /** All that happened before was sent with slices before, had nothing been lost. */
  readonly completeThrough: number;
}

const SLICE = 80;
/** Of the facts so many are sent again at once, sent again much later, and told wrongly first and withdrawn. */
const TWICE = 0.25;
const LATER = 0.05;
const CORRECTED = 0.1;

/**
 * The real orders, so many times over under other names, cut into slices in order of time.
 *
 * @returns the slices, and all facts as they should be known in the end
 */
export async function slicesOf(orders: number, generations: number) {
  const files = await readOlistFiles('data/olist');
  const some = files.orders.slice(0, orders);
  const ids = new Set(some.map(({ order_id }) => order_id));
  const reviews = files.reviews.filter(({ order_id }) => ids.has(order_id));
  const once = factsOf({ ...files, orders: some, reviews });
  const facts = Array.from({ length: generations }, (_, generation) => once.map((fact) => renamed(fact, generation)));
  const slices = facts.flatMap((generation) => sliced(generation));
  return { slices, facts: facts.flat() };
}

function renamed<Fact extends TimedFact>(timed: Fact, generation: number): Fact {
  if (generation === 0) return timed;
  const { orderId, factId } = timed.fact;
  return { ...timed, fact: { ...timed.fact, orderId: `${orderId}-${generation}`, factId: `${factId}-${generation}` } };
}

/** By order, so that a slice holds whole stories; the next one begins with a later order. */
function sliced(facts: readonly TimedFact[]): Slice[] {
  const stories = new Map<string, TimedFact[]>();
  for (const fact of facts) {
    const story = stories.get(fact.fact.orderId) ?? [];
    story.push(fact);
    stories.set(fact.fact.orderId, story);
  }
  const all = [...stories.values()];
  return Array.from({ length: Math.ceil(all.length / SLICE) }, (_, place) => ({
    facts: all.slice(place * SLICE, (place + 1) * SLICE).flat(),
    completeThrough: all[(place + 1) * SLICE]?.[0]?.at ?? THROUGH,
  }));
}

/** A slice as an unruly feed sends it: in any order, much of it twice, some told wrongly first. */
export function unruly({ facts }: Slice, random: Random): TimedFact[] {
  const ordering = facts.filter(({ to }) => to === 'ordering');
  const others = facts.filter(({ to }) => to !== 'ordering');
  const told = shuffled(others, random).flatMap((fact) => (random.chance(CORRECTED) ? mistold(fact) : [fact]));
  const all = random.chance(0.5) ? [...ordering, ...told] : [...told, ...ordering];
  return all.flatMap((fact) => (random.chance(TWICE) ? [fact, fact] : [fact]));
}

/** First with another time, then taken back, then right. What ordering was told binds the others, so it is told rightly. */
function mistold(right: TimedFact): TimedFact[] {
  switch (right.to) {
    case 'ordering':
      return [right];
    case 'warehouse':
      return retold(right.fact, right.at).map((fact) => ({ ...right, fact }));
    case 'delivery':
      return retold(right.fact, right.at).map((fact) => ({ ...right, fact }));
    case 'survey':
      return retold(right.fact, right.at).map((fact) => ({ ...right, fact }));
  }
}

function retold<Fact extends { readonly factId: string }>(right: Fact, at: number): Fact[] {
  const factId = `${right.factId}/wrong`;
  const happenedAt = new Date(at + 20 * 86_400_000);
  const what = { $case: 'withdrawal' as const, value: { factId } };
  return [{ ...right, factId, happenedAt }, { ...right, factId: `${factId}/back`, happenedAt, what }, right];
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  for (let last = left.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const kept = left[last] as T;
    left[last] = left[other] as T;
    left[other] = kept;
  }
  return left;
}

/** How far one may be ahead of the other, as a share: faults shall meet orders, and orders faults, all the way. */
const AHEAD = 0.05;

/** Sends slice after slice, each until every department has taken it, in step with the faults. */
export class Feed {
  sent = 0;
  /** All that was said, wrong or right, in the order it was said. */
  readonly told: TimedFact[] = [];

  /** @param faults  how many of all faults have happened, 0 to 1 */
  constructor(
    private readonly addresses: Addresses,
    private readonly slices: readonly Slice[],
    private readonly random: Random,
    private readonly faults: () => number,
  ) {}

  /** Of all slices, 0 to 1. */
  get share(): number {
    return this.sent / this.slices.length;
  }

  isBehind(): boolean {
    return this.share < this.faults() - AHEAD;
  }

  async run(): Promise<void> {
    for (const slice of this.slices) {
      while (this.share > this.faults() + AHEAD) await pause(50);
      const facts = unruly(slice, this.random);
      await untilTaken(this.addresses, [...facts, ...this.#repeats(facts.length * LATER)], slice.completeThrough);
      for (const fact of new Set(facts)) this.told.push(fact);
      this.sent += 1;
    }
  }

  /** What somebody says again that was said long ago. */
  #repeats(count: number): TimedFact[] {
    if (this.told.length === 0) return [];
    return Array.from({ length: count }, () => this.told[this.random.below(this.told.length)] as TimedFact);
  }
}

/** Facts have ids of their own, so whoever was interrupted begins anew. */
export async function untilTaken(
  addresses: Addresses,
  facts: readonly TimedFact[],
  completeThrough: number,
  onProgress: (progress: { readonly sent: number }) => void = () => undefined,
) {
  for (let attempt = 1; ; attempt++) {
    try {
      const options = { origin: Origin.ORIGIN_IMPORTED, portion: 200, onProgress };
      return await sendFacts({ addresses, facts, completeThrough, ...options });
    } catch (error) {
      if (attempt === 400) throw error;
      await pause(250);
    }
  }
}
