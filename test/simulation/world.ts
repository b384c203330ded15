import { MemoryDatabase } from '#libs/batches/memory-receiver-store.js';
import type { RawBatch } from '#libs/batches/receive.js';
import { Random } from './random.js';
import { copyOf, Died, type Effect, NO_EFFECT, SimReader } from './reader.js';
import { type SimBatch, type SimFact, SimSource } from './source.js';

const STEPS = 60;
const AREAS = ['sp', 'rj', 'mg'] as const;

/** What happened in one run, and what went wrong; nothing went wrong when `faults` is empty. */
export interface Outcome {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly did: Readonly<Record<string, number>>;
}

/**
 * One source, one Kafka partition and two readers of it, of which things happen to all: decided by the seed, in virtual time.
 * In the end nothing happens any more, and what the reader counted must be what the source remembers, to the last fact.
 */
export class World {
  readonly #random: Random;
  readonly #source = new SimSource(() => this.#time);
  readonly #database = new MemoryDatabase<Effect>(NO_EFFECT(), copyOf);
  readonly #poison = new Set<number>();
  readonly #did: Record<string, number> = {};
  #topic: { bytes: Buffer; epoch: number; number: bigint }[] = [];
  #readers: SimReader[] = [];
  #sourceBackup = this.#source.backup();
  #readerBackup = this.#database.backup();
  #facts = 0;
  #time = 0;

  constructor(private readonly seed: number) {
    this.#random = new Random(seed);
    this.#readers = [this.#newReader(), this.#newReader()];
  }

  async run(): Promise<Outcome> {
    for (let step = 0; step < STEPS; step++) {
      this.#time += 1_500 + this.#random.below(2_000);
      await this.#step();
    }
    await this.#calm();
    return { seed: this.seed, faults: this.#faults(), did: this.#did };
  }

  async #step(): Promise<void> {
    const { what, work } = this.#random.pick<{ what: string; work: () => unknown }>([
      [10, { what: 'facts are reported', work: () => this.#report() }],
      [10, { what: 'the source seals', work: () => this.#source.seal() }],
      [8, { what: 'the relay publishes', work: () => this.#publish() }],
      [10, { what: 'a reader takes from Kafka', work: () => this.#read(this.#anyone()) }],
      [3, { what: 'two readers take at once', work: () => Promise.all(this.#readers.map((one) => this.#read(one))) }],
      [4, { what: 'a reader looks at the source', work: () => this.#survive(this.#anyone(), (one) => one.look()) }],
      [3, { what: 'a reader dies and is started', work: () => this.#replace(this.#anyone()) }],
      [2, { what: 'the database of the source is started anew', work: () => this.#source.restart() }],
      [1, { what: 'the source is backed up', work: () => this.#backUpSource() }],
      [1, { what: 'the source is restored', work: () => this.#source.restore(this.#sourceBackup) }],
      [1, { what: 'the reader is backed up', work: () => this.#backUpReader() }],
      [1, { what: 'the reader is restored', work: () => this.#database.restore(this.#readerBackup) }],
      [1, { what: 'Kafka loses its tail', work: () => this.#topic.splice(this.#random.below(this.#topic.length + 1)) }],
      [1, { what: 'the topic is created anew', work: () => this.#topic.splice(0) }],
      [1, { what: 'a record is damaged', work: () => this.#damage() }],
      [1, { what: 'a batch cannot be stored', work: () => this.#poison.add(this.#facts + this.#random.below(3)) }],
    ]);
    this.#note(what);
    await work();
  }

  #report(): void {
    const facts = Array.from({ length: 1 + this.#random.below(4) }, () => this.#fact());
    // A feed that hears nothing tells again, in the hope that it is known.
    if (this.#facts > 0 && this.#random.chance(0.3)) facts.push(this.#fact(this.#random.below(this.#facts)));
    this.#source.report(facts);
  }

  #fact(id = this.#facts++): SimFact {
    return { id, area: AREAS[this.#random.below(AREAS.length)] ?? 'sp' };
  }

  /** One dies between Kafka's answer and the mark now and then: then it is published again. */
  #publish(): void {
    const batches = this.#source.unpublished(1 + this.#random.below(6));
    this.#topic.push(...batches.map(({ bytes, epoch, number }) => ({ bytes, epoch, number })));
    const last = batches.at(-1);
    if (last !== undefined && !this.#random.chance(0.2)) this.#source.markPublished(last);
    else if (last !== undefined) this.#note('a batch is published twice');
  }

  async #read(reader: SimReader): Promise<void> {
    await this.#survive(reader, async (one) => {
      const lane = await one.lane();
      one.position ??= (await one.receiver.progress(lane)).at(-1)?.nextOffset ?? 0n;
      if (one.position > BigInt(this.#topic.length)) one.position = 0n; // what Kafka does not have is asked for from the beginning
      const from = Number(one.position);
      const records = this.#topic.slice(from, from + 1 + this.#random.below(8));
      const raws = records.map(
        (record, at): RawBatch => ({ ...record, nextOffset: BigInt(from + at + 1), fromSource: false }),
      );
      if (raws.length > 0) await one.receiver.take(lane, raws);
      one.position = BigInt(from + raws.length);
    });
  }

  /** Whatever dies on the way is started again; whatever fails is tried again another time. */
  async #survive(reader: SimReader, work: (reader: SimReader) => Promise<unknown>): Promise<void> {
    try {
      await work(reader);
    } catch (error) {
      if (!(error instanceof Died) && !(error instanceof Error && /restored/.test(error.message))) throw error;
      if (reader.isDead) this.#note('a reader died while it worked');
      this.#replace(reader);
    }
  }

  #replace(reader: SimReader): void {
    this.#readers = this.#readers.map((one) => (one === reader ? this.#newReader() : one));
  }

  #newReader(): SimReader {
    return new SimReader(this.#database, this.#source, () => this.#random.chance(0.01), this.#poison);
  }

  #anyone(): SimReader {
    return this.#readers[this.#random.below(this.#readers.length)] as SimReader;
  }

  #backUpSource(): void {
    this.#sourceBackup = this.#source.backup();
  }

  #backUpReader(): void {
    this.#readerBackup = this.#database.backup();
  }

  #damage(): void {
    const at = this.#random.below(this.#topic.length + 1);
    const record = this.#topic[at];
    if (record !== undefined) this.#topic[at] = { ...record, bytes: Buffer.from('damaged on the way') };
  }

  /** Nothing happens any more: what was sealed is fetched, what was put aside is tried again. */
  async #calm(): Promise<void> {
    this.#source.seal();
    this.#poison.clear();
    const reader = new SimReader(this.#database, this.#source, () => false, this.#poison);
    const lane = await reader.lane();
    for (let look = 0; look < 20; look++) {
      const missing = await reader.look();
      await reader.receiver.redrive(lane, true);
      if (missing === 0n) return;
    }
  }

  #faults(): string[] {
    const { own } = this.#database.kept;
    const faults = new SimReader(this.#database, this.#source, () => false, this.#poison).store
      .pending(1)
      .map(({ epoch, number, reason }) => `${epoch}:${number} is still put aside: ${reason}`);
    const expected = countsOf(this.#source.sealed);
    for (const area of new Set([...expected.counts.keys(), ...own.counts.keys()])) {
      const [should, is] = [expected.counts.get(area) ?? 0, own.counts.get(area) ?? 0];
      if (should !== is) faults.push(`${area}: the source says ${should}, the reader ${is}`);
    }
    const lost = [...expected.facts].filter((id) => !own.facts.has(id));
    const ghosts = [...own.facts.keys()].filter((id) => !expected.facts.has(id));
    if (lost.length > 0) faults.push(`facts ${lost} are lost`);
    if (ghosts.length > 0) faults.push(`facts ${ghosts} never happened`);
    return faults;
  }

  #note(what: string): void {
    this.#did[what] = (this.#did[what] ?? 0) + 1;
  }
}

/** What the source remembers, counted in the plainest way. */
function countsOf(batches: readonly SimBatch[]) {
  const counts = new Map<string, number>();
  const facts = new Set<number>();
  for (const { id, area } of batches.flatMap((batch) => batch.facts)) {
    counts.set(`area/${area}`, (counts.get(`area/${area}`) ?? 0) + 1);
    facts.add(id);
  }
  return { counts, facts };
}
