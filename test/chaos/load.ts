import { setTimeout as pause } from 'node:timers/promises';
import { type GeneratedFact, generateContacts } from '#deploy/local/generated-contacts.js';
import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { groupBy } from '#libs/domain/group-by.js';
import type { BuiltInSource } from '#libs/domain/observation.js';
import type { Day } from '#libs/domain/time.js';
import { THROUGH } from '#test/e2e/real-orders.js';
import { afterRulings } from '#test/golden/after-rulings.js';
import { pureContacts } from '#test/golden/pure-contacts.js';
import { purePathOf, type RulesOf } from '#test/golden/pure-path.js';
import { realFacts, type TimedFact } from '#test/real-orders/facts.js';
import { sendFacts } from '#test/real-orders/send-facts.js';
import type { Random } from '#test/simulation/random.js';
import { NIGHTS } from './documents.js';
import type { RuledCase } from './rulings-held.js';

type Addresses = Readonly<Record<BuiltInSource | 'scoring', string>>;

/** A fact of an order or of a contact. */
export type Fact = TimedFact | GeneratedFact;

/** Cases whose facts are sent together. */
export interface Slice {
  readonly facts: readonly Fact[];
  /** What every feed declares after this slice. */
  readonly completeThrough: number;
}

/** The facts to send, and what the rules alone make of them. */
export interface Load {
  /** The first with contacts, the others under other ids. */
  readonly generations: readonly (readonly Slice[])[];
  readonly facts: number;
  readonly orderIds: ReadonlySet<string>;
  /** @param rulings  on cases of orders, in order of contests */
  readonly evaluationsBy: (rulesOf: RulesOf, rulings?: readonly RuledCase[]) => readonly MetricEvaluation[];
  /** The first of the last days on which orders were placed. The months before can be frozen by the first definitions. */
  readonly lastDays: Day;
}

const SLICE = 80;
/** Shares of the facts that are repeated at once, repeated much later, or first reported wrongly and withdrawn. */
const TWICE = 0.25;
const LATER = 0.05;
const CORRECTED = 0.1;

/**
 * The real orders, repeated under other ids, and generated contacts of the same months, cut into slices in order of time. After half
 * of the first generation every feed declares that it has reported everything; facts that come later are late.
 */
export async function loadOf(orders: number, generations: number): Promise<Load> {
  const once = await realFacts((_, place) => place < orders);
  const again = Array.from({ length: generations - 1 }, (_, other) => once.map((fact) => renamed(fact, other + 1)));
  const lastOrder = Math.max(...once.flatMap(({ to, at }) => (to === 'ordering' ? [at] : [])));
  const contacts = withMoves(contactsBefore(lastOrder));
  const first = inSlices([...once, ...contacts].sort((a, b) => a.at - b.at));
  const half = Math.floor(first.length / 2);
  const late = ({ facts }: Slice) => ({ facts, completeThrough: THROUGH });
  return {
    generations: [
      [...first.slice(0, half), ...first.slice(half).map(late)],
      ...again.map((other) => inSlices(other).map(late)),
    ],
    facts: once.length * generations + contacts.length,
    orderIds: new Set([once, ...again].flat().map(({ fact }) => fact.orderId)),
    evaluationsBy: (rulesOf, rulings = []) => [
      ...evaluationsOf([once, ...again].flat(), rulesOf, rulings),
      ...pureContacts(contacts, rulesOf),
    ],
    lastDays: new Date(lastOrder - 7 * 86_400_000).toISOString().slice(0, 10),
  };
}

/** Each case that is ruled on is judged for itself. */
function evaluationsOf(
  facts: readonly TimedFact[],
  rulesOf: RulesOf,
  rulings: readonly RuledCase[],
): readonly MetricEvaluation[] {
  const ruledOn = groupBy(rulings, ({ caseId }) => caseId);
  const others = facts.filter(({ fact }) => !ruledOn.has(fact.orderId));
  const contested = groupBy(
    facts.filter(({ fact }) => ruledOn.has(fact.orderId)),
    ({ fact }) => fact.orderId,
  );
  const judged = [...contested].flatMap(([orderId, own]) => {
    const onCase = (ruledOn.get(orderId) ?? []).map(({ ruling }) => ruling);
    return purePathOf(own, rulesOf).evaluations.map((one) => afterRulings(one, onCase));
  });
  return [...purePathOf(others, rulesOf).evaluations, ...judged];
}

function renamed(timed: TimedFact, generation: number): TimedFact {
  const { orderId, factId } = timed.fact;
  const names = { orderId: `${orderId}-${generation}`, factId: `${factId}-${generation}` };
  return { ...timed, fact: { ...timed.fact, ...names } } as TimedFact;
}

function contactsBefore(end: number): GeneratedFact[] {
  const all = generateContacts(7);
  const received = all.filter(({ at, fact }) => fact.what?.$case === 'received' && at < end);
  const ids = new Set(received.map(({ fact }) => fact.contactId));
  return all.filter(({ fact }) => ids.has(fact.contactId));
}

/** Every third contact is given to those who work at night. No other fact happens at a half minute. */
function withMoves(facts: readonly GeneratedFact[]): GeneratedFact[] {
  const received = facts.filter(({ fact }) => fact.what?.$case === 'received');
  const moves = received.flatMap(({ to, at, fact: { contactId } }, place): GeneratedFact[] => {
    if (place % 3 !== 0) return [];
    const movedAt = at + 7.5 * 60_000;
    const what = { $case: 'moved' as const, value: { calendar: NIGHTS } };
    const factId = `${contactId}/moved`;
    return [
      { to, at: movedAt, fact: ContactFact.fromPartial({ factId, contactId, happenedAt: new Date(movedAt), what }) },
    ];
  });
  return [...facts, ...moves].sort((a, b) => a.at - b.at);
}

/** Groups facts by case, so that a slice holds whole cases. */
function inSlices(facts: readonly Fact[]): Slice[] {
  const all = [...groupBy(facts, storyOf).values()];
  return Array.from({ length: Math.ceil(all.length / SLICE) }, (_, place) => ({
    facts: all.slice(place * SLICE, (place + 1) * SLICE).flat(),
    completeThrough: all[(place + 1) * SLICE]?.[0]?.at ?? THROUGH,
  }));
}

function storyOf(one: Fact): string {
  return one.to === 'support' ? one.fact.contactId : one.fact.orderId;
}

/** A slice as an unruly feed sends it: in any order, with many repeats, some facts first reported wrongly. */
export function unruly({ facts }: Slice, random: Random): Fact[] {
  const ordering = facts.filter(({ to }) => to === 'ordering');
  const others = facts.filter(({ to }) => to !== 'ordering');
  const told = shuffled(others, random).flatMap((fact) => (random.chance(CORRECTED) ? mistold(fact) : [fact]));
  const all = random.chance(0.5) ? [...ordering, ...told] : [...told, ...ordering];
  return all.flatMap((fact) => (random.chance(TWICE) ? [fact, fact] : [fact]));
}

/** First with a wrong time, then withdrawn, then correct. Facts of ordering bind the other departments and are always correct. */
function mistold(right: Fact): Fact[] {
  switch (right.to) {
    case 'ordering':
      return [right];
    case 'warehouse':
      return retold(right.fact, right.at).map((fact) => ({ ...right, fact }));
    case 'delivery':
      return retold(right.fact, right.at).map((fact) => ({ ...right, fact }));
    case 'survey':
      return retold(right.fact, right.at).map((fact) => ({ ...right, fact }));
    case 'support':
      return retold(right.fact, right.at).map((fact) => ({ ...right, fact }));
  }
}

function retold<PublishedMilestone extends { readonly factId: string }>(
  right: PublishedMilestone,
  at: number,
): PublishedMilestone[] {
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

/** How far faults may be ahead of orders or behind them, as a share, so that they meet during the whole run. */
const AHEAD = 0.05;

/** Sends slice after slice, each until every department has accepted it, in step with the faults. */
export class Feed {
  sent = 0;
  /** Everything that was reported, wrong or right, in the order of the calls. */
  readonly told: Fact[] = [];

  /**
   * @param replicas  the addresses of each department's processes
   * @param faults    the share of all faults that have happened, 0 to 1
   */
  constructor(
    private readonly replicas: readonly Addresses[],
    private readonly slices: readonly Slice[],
    private readonly random: Random,
    private readonly faults: () => number,
  ) {}

  /** The share of slices that were sent, 0 to 1. */
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
      const said = groupBy([...facts, ...this.#repeats(facts.length * LATER)], ({ to }) => to);
      await Promise.all([...said.values()].map((own) => untilTaken(this.replicas, own, slice.completeThrough)));
      for (const fact of new Set(facts)) this.told.push(fact);
      this.sent += 1;
    }
  }

  /** Facts that are repeated long after their first report. */
  #repeats(count: number): Fact[] {
    if (this.told.length === 0) return [];
    return Array.from({ length: count }, () => this.told[this.random.below(this.told.length)] as Fact);
  }
}

/** After this time without an answer the next replica is called. */
const PATIENCE_MS = 3_000;
const GIVE_UP_MS = 10 * 60_000;

/** Facts have ids, so an interrupted call is repeated as a whole, at the next replica. */
export async function untilTaken(
  replicas: readonly Addresses[],
  facts: readonly Fact[],
  completeThrough: number,
  onProgress: (progress: { readonly sent: number }) => void = () => undefined,
) {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  for (let attempt = 0; ; attempt++) {
    const impatience = new AbortController();
    const leave = setTimeout(() => impatience.abort(new Error('no answer')), PATIENCE_MS);
    try {
      return await sendFacts({
        ...{ addresses: replicas[attempt % replicas.length] as Addresses, facts, completeThrough },
        ...{ origin: Origin.ORIGIN_IMPORTED, portion: 200, signal: impatience.signal },
        onProgress: (progress) => {
          leave.refresh();
          onProgress(progress);
        },
      });
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await pause(100);
    } finally {
      clearTimeout(leave);
    }
  }
}
