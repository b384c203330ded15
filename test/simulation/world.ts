import type { BatchSource } from '#libs/batches/batch-source.js';
import { MemoryDatabase } from '#libs/batches/memory-receiver-store.js';
import { rawFromKafka } from '#libs/batches/supply.js';
import { Random } from './random.js';
import { copyOf, type Effect, factsOf, NO_EFFECT, SimReader } from './reader.js';
import { Died, type SimFact, SimSource, SourceProcess } from './source.js';

const STEPS = 60;
const AREAS = ['sp', 'rj', 'mg'] as const;

/** What happened in one run, and what went wrong; nothing went wrong when `faults` is empty. */
export interface Outcome {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly did: Readonly<Record<string, number>>;
}

/**
 * One source of two processes, one Kafka partition and two readers of it, of which things happen to all: decided by the seed, in virtual time.
 * In the end nothing happens any more, and what the reader counted must be what the source remembers, to the last fact.
 */
export class World {
  readonly #random: Random;
  readonly #source = new SimSource(() => this.#time);
  readonly #database = new MemoryDatabase<Effect>(NO_EFFECT(), copyOf);
  readonly #poison = new Set<number>();
  readonly #did: Record<string, number> = {};
  /** As readers see it: whichever process answers. */
  readonly #asked: BatchSource = {
    heads: () => this.#oneOf(this.#processes).heads(),
    batches: (...asked) => this.#oneOf(this.#processes).batches(...asked),
    acknowledge: (...told) => this.#oneOf(this.#processes).acknowledge(...told),
    close: () => undefined,
  };
  #processes: SourceProcess[] = [];
  #readers: SimReader[] = [];
  #sourceBackup = this.#source.database.backup();
  #readerBackup = this.#database.backup();
  #facts = 0;
  #time = 0;

  constructor(private readonly seed: number) {
    this.#random = new Random(seed);
    this.#processes = [this.#newProcess(), this.#newProcess()];
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
      [10, { what: 'the source seals', work: () => this.#tell((one) => one.seal()) }],
      [8, { what: 'the relay publishes', work: () => this.#tell((one) => one.publish()) }],
      [2, { what: 'two processes seal at once', work: () => this.#tellBoth((one) => one.seal()) }],
      [2, { what: 'two relays publish at once', work: () => this.#tellBoth((one) => one.publish()) }],
      [10, { what: 'a reader takes from Kafka', work: () => this.#read(this.#oneOf(this.#readers)) }],
      [3, { what: 'two readers take at once', work: () => Promise.all(this.#readers.map((one) => this.#read(one))) }],
      [4, { what: 'a reader looks at the source', work: () => this.#look(this.#oneOf(this.#readers)) }],
      [3, { what: 'a reader dies and is started', work: () => this.#replace(this.#oneOf(this.#readers)) }],
      [2, { what: 'the database of the source is started anew', work: () => this.#source.database.restart() }],
      [1, { what: 'the source is backed up', work: () => this.#backUpSource() }],
      [1, { what: 'the source is restored', work: () => this.#source.database.restore(this.#sourceBackup) }],
      [1, { what: 'the reader is backed up', work: () => this.#backUpReader() }],
      [1, { what: 'the reader is restored', work: () => this.#database.restore(this.#readerBackup) }],
      [1, { what: 'Kafka loses its tail', work: () => this.#loseTail() }],
      [1, { what: 'the topic is created anew', work: () => this.#source.topic.splice(0) }],
      [1, { what: 'a record is damaged', work: () => this.#damage() }],
      [1, { what: 'a batch cannot be stored', work: () => this.#poison.add(this.#facts + this.#random.below(3)) }],
    ]);
    this.#note(what);
    await work();
  }

  #report(): Promise<void> {
    const facts = Array.from({ length: 1 + this.#random.below(4) }, () => this.#fact());
    // A feed that hears nothing tells again, in the hope that it is known.
    if (this.#facts > 0 && this.#random.chance(0.3)) facts.push(this.#fact(this.#random.below(this.#facts)));
    return this.#tell((one) => one.report(facts));
  }

  #fact(id = this.#facts++): SimFact {
    return { id, area: AREAS[this.#random.below(AREAS.length)] ?? 'sp' };
  }

  #tell(work: (one: SourceProcess) => Promise<void>): Promise<void> {
    return this.#survive(() => work(this.#oneOf(this.#processes)));
  }

  async #tellBoth(work: (one: SourceProcess) => Promise<void>): Promise<void> {
    await Promise.all(this.#processes.map((one) => this.#survive(() => work(one))));
  }

  async #read(reader: SimReader): Promise<void> {
    const { topic } = this.#source;
    await this.#survive(async () => {
      const lane = await reader.lane();
      reader.position ??= (await reader.receiver.progress(lane)).at(-1)?.nextOffset ?? 0n;
      if (reader.position > BigInt(topic.length)) reader.position = 0n; // what Kafka does not have is asked for from the beginning
      const from = Number(reader.position);
      const raws = topic.slice(from, from + 1 + this.#random.below(8)).flatMap(rawFromKafka);
      if (raws.length > 0) await reader.receiver.take(lane, raws);
      reader.position = BigInt(from + raws.length);
    });
  }

  #look(reader: SimReader): Promise<void> {
    return this.#survive(() => reader.look());
  }

  /** Whatever dies on the way is started again; whatever fails is tried again another time. */
  async #survive(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Died) && !(error instanceof Error && /restored/.test(error.message))) throw error;
    }
    this.#processes = this.#processes.map((one) => (this.#isGone(one, 'of the source') ? this.#newProcess() : one));
    this.#readers = this.#readers.map((one) => (this.#isGone(one, 'that reads') ? this.#newReader() : one));
  }

  #isGone({ isDead }: { readonly isDead: boolean }, which: string): boolean {
    if (isDead) this.#note(`a process ${which} died while it worked`);
    return isDead;
  }

  #replace(reader: SimReader): void {
    this.#readers = this.#readers.map((one) => (one === reader ? this.#newReader() : one));
  }

  #newReader(): SimReader {
    return new SimReader(this.#database, this.#asked, () => this.#random.chance(0.01), this.#poison);
  }

  /** Most often around Kafka's answer: then it is published again. */
  #newProcess(): SourceProcess {
    return new SourceProcess(this.#source, (what) => this.#random.chance(what.startsWith('append') ? 0.05 : 0.01));
  }

  #oneOf<T>(some: readonly T[]): T {
    return some[this.#random.below(some.length)] as T;
  }

  #loseTail(): void {
    const { topic } = this.#source;
    topic.splice(this.#random.below(topic.length + 1));
  }

  #backUpSource(): void {
    this.#sourceBackup = this.#source.database.backup();
  }

  #backUpReader(): void {
    this.#readerBackup = this.#database.backup();
  }

  #damage(): void {
    const { topic } = this.#source;
    const at = this.#random.below(topic.length + 1);
    const record = topic[at];
    if (record !== undefined) topic[at] = { ...record, value: Buffer.from('damaged on the way') };
  }

  /** Nothing happens any more: what was sealed is fetched, what was put aside is tried again. */
  async #calm(): Promise<void> {
    const immortal = new SourceProcess(this.#source, () => false);
    await immortal.seal();
    this.#poison.clear();
    const reader = new SimReader(this.#database, immortal, () => false, this.#poison);
    const lane = await reader.lane();
    for (let look = 0; look < 20; look++) {
      const missing = await reader.look();
      await reader.receiver.redrive(lane, true);
      if (missing === 0n) return;
    }
  }

  #faults(): string[] {
    const { own } = this.#database.kept;
    const faults = new SimReader(this.#database, this.#asked, () => false, this.#poison).store
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
function countsOf(batches: readonly { readonly bytes: Uint8Array }[]) {
  const counts = new Map<string, number>();
  const facts = new Set<number>();
  for (const { id, area } of batches.flatMap(factsOf)) {
    counts.set(area, (counts.get(area) ?? 0) + 1);
    facts.add(id);
  }
  return { counts, facts };
}
