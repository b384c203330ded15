import type { BatchSource } from '#libs/batches/transport/batch-source.js';
import { rawFromKafka } from '#libs/batches/transport/kafka-supply.js';
import { CxError } from '#libs/domain/error.js';
import { MemoryDatabase } from '#test/doubles/memory-receiver-store.js';
import { Random } from './random.js';
import { copyOf, type Effect, factsOf, NO_EFFECT, SimReader } from './reader.js';
import { Died, KEPT_MS, SHARDS, type SimFact, SimSource, SourceProcess } from './source.js';

const STEPS = 60;
/** After so long without news a shard says everything once more. */
const IDLE_MS = 61_000;
const AREAS = ['sp', 'rj', 'mg'] as const;

/** What happened in one run, and what went wrong; nothing went wrong when `faults` is empty. */
export interface Outcome {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly did: Readonly<Record<string, number>>;
}

/**
 * One source of two processes, Kafka and two readers of it, of which things happen to all: decided by the seed, in virtual time.
 * At no time may a reader believe that everything until an instant is here when it is not. In the end nothing happens any more,
 * and what the reader counted must be what the source remembers, to the last fact.
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
  readonly #emptySource = this.#source.database.backup();
  #sourceBackup = this.#emptySource;
  /** Once it was, every process is told so for ever: it must do no harm. */
  #wasLost = false;
  #readerBackup = { kept: this.#database.backup(), at: 0 };
  /** Over how many shards processes that are started now spread their facts. */
  #shards = 1;
  /** Since the reader was restored it has not had all that it lacks. */
  #isBehind = false;
  #facts = 0;
  #time = 0;
  #broken: string | undefined;

  constructor(private readonly seed: number) {
    this.#random = new Random(seed);
    this.#processes = [this.#newProcess(), this.#newProcess()];
    this.#readers = [this.#newReader(), this.#newReader()];
  }

  async run(): Promise<Outcome> {
    await this.#immortal().seal(); // a database that was never started has no backup
    this.#backUpSource();
    for (let step = 0; step < STEPS; step++) {
      this.#time += 1_500 + this.#random.below(2_000);
      await this.#step();
      this.#broken ??= await this.#unkeptWord();
    }
    await this.#calm();
    return { seed: this.seed, faults: await this.#faults(), did: this.#did };
  }

  async #step(): Promise<void> {
    const { what, work } = this.#random.pick<{ what: string; work: () => unknown }>([
      [10, { what: 'facts are reported', work: () => this.#report() }],
      [3, { what: 'the feed declares itself complete', work: () => this.#tell((one) => one.declare()) }],
      [3, { what: 'what waits is judged', work: () => this.#tell((one) => one.judge()) }],
      [10, { what: 'the source seals', work: () => this.#tell((one) => one.seal()) }],
      [4, { what: 'the source seals while it is told', work: () => this.#sealWhileTold() }],
      [8, { what: 'the relay publishes', work: () => this.#tell((one) => one.publish()) }],
      [2, { what: 'two processes seal at once', work: () => this.#tellBoth((one) => one.seal()) }],
      [2, { what: 'two relays publish at once', work: () => this.#tellBoth((one) => one.publish()) }],
      [10, { what: 'a reader takes from Kafka', work: () => this.#read(this.#oneOf(this.#readers)) }],
      [3, { what: 'two readers take at once', work: () => Promise.all(this.#readers.map((one) => this.#read(one))) }],
      [4, { what: 'a reader looks at the source', work: () => this.#look(this.#oneOf(this.#readers)) }],
      [3, { what: 'a reader dies and is started', work: () => this.#replace(this.#oneOf(this.#readers)) }],
      [4, { what: 'the source forgets what everybody has', work: () => this.#forget() }],
      [1, { what: 'the source gets a shard more', work: () => this.#addShard() }],
      [2, { what: 'the database of the source is started anew', work: () => this.#source.database.restart() }],
      [1, { what: 'the source is backed up', work: () => this.#backUpSource() }],
      [1, { what: 'the source is restored', work: () => this.#source.database.restore(this.#sourceBackup) }],
      [1, { what: 'the source and its backups are lost', work: () => this.#loseSource() }],
      [2, { what: 'the reader is backed up', work: () => this.#backUpReader() }],
      [2, { what: 'the reader is restored', work: () => this.#restoreReader() }],
      [1, { what: 'Kafka loses its tail', work: () => this.#loseTail() }],
      [1, { what: 'the topic is created anew', work: () => this.#topic().splice(0) }],
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
    return { id, area: AREAS[this.#random.below(AREAS.length)] ?? 'sp', waits: this.#random.chance(0.2) };
  }

  /** Both processes at once: one seals, the other takes facts and the word that these were all. */
  async #sealWhileTold(): Promise<void> {
    const [one, other] = this.#processes as [SourceProcess, SourceProcess];
    const telling = this.#survive(async () => {
      await one.report([this.#fact(), this.#fact()]);
      await one.declare();
    });
    await Promise.all([this.#survive(() => other.seal()), telling]);
  }

  /** A rolling restart with one shard more. */
  #addShard(): void {
    this.#shards = SHARDS.length;
    this.#processes = this.#processes.map(() => this.#newProcess());
  }

  #tell(work: (one: SourceProcess) => Promise<void>): Promise<void> {
    return this.#survive(() => work(this.#oneOf(this.#processes)));
  }

  async #tellBoth(work: (one: SourceProcess) => Promise<void>): Promise<void> {
    await Promise.all(this.#processes.map((one) => this.#survive(() => work(one))));
  }

  async #read(reader: SimReader): Promise<void> {
    const { positions, receiver } = reader;
    const shard = this.#oneOf(SHARDS);
    const topic = this.#source.topic(shard);
    await this.#survive(async () => {
      const subscription = await receiver.subscription(shard);
      const known = positions.get(shard) ?? (await receiver.progress(subscription)).at(-1)?.nextOffset ?? 0n;
      const from = known > BigInt(topic.length) ? 0 : Number(known); // what Kafka does not have is asked for from the beginning
      const raws = topic.slice(from, from + 1 + this.#random.below(8)).flatMap(rawFromKafka);
      if (raws.length > 0) await receiver.take(subscription, raws);
      positions.set(shard, BigInt(from + raws.length));
    });
  }

  #look(reader: SimReader): Promise<void> {
    return this.#survive(async () => {
      if ((await reader.look()) === 0n) this.#isBehind = false;
    });
  }

  /** Whatever dies on the way is started again; whatever fails is tried again another time. */
  async #survive(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const isExpected = error instanceof Died || error instanceof CxError || /restarted|restored/.test(String(error));
      if (!isExpected) throw error;
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
    return new SourceProcess(this.#source, {
      shards: this.#shards,
      wasLost: this.#wasLost,
      dies: (what) => this.#random.chance(what.startsWith('append') ? 0.05 : 0.01),
      turns: () => this.#random.below(this.#random.chance(0.1) ? 60 : 4),
    });
  }

  #oneOf<T>(some: readonly T[]): T {
    return some[this.#random.below(some.length)] as T;
  }

  #topic() {
    return this.#source.topic(this.#oneOf(SHARDS));
  }

  #loseTail(): void {
    const topic = this.#topic();
    topic.splice(this.#random.below(topic.length + 1));
  }

  /** With all its backups: it begins anew on an empty one, and somebody says so. */
  #loseSource(): void {
    this.#wasLost = true;
    this.#sourceBackup = this.#emptySource;
    this.#source.database.restore(this.#emptySource);
    this.#processes = this.#processes.map(() => this.#newProcess());
  }

  #backUpSource(): void {
    this.#sourceBackup = this.#source.database.backup();
  }

  /** A backup is as old as what it knows: one of a reader that has not caught up yet would be older than it looks. */
  #backUpReader(): void {
    if (!this.#isBehind) this.#readerBackup = { kept: this.#database.backup(), at: this.#time };
  }

  /** From no older backup than batches are kept for. */
  #restoreReader(): void {
    if (this.#time - this.#readerBackup.at >= KEPT_MS) return;
    this.#database.restore(this.#readerBackup.kept);
    this.#isBehind = true;
  }

  /** Whoever was restored from a backup of weeks ago does not then wait for weeks before he asks for the rest. */
  async #forget(): Promise<void> {
    if (this.#isBehind) await this.#look(this.#oneOf(this.#readers));
    if (!this.#isBehind) await this.#tell((one) => one.retain());
  }

  #damage(): void {
    const topic = this.#topic();
    const at = this.#random.below(topic.length + 1);
    const record = topic[at];
    if (record !== undefined) topic[at] = { ...record, value: Buffer.from('damaged on the way') };
  }

  /**
   * Nothing happens any more: what was sealed is fetched, what was put aside is tried again. A word that came while something was
   * missing was not trusted; it is said once more within a minute.
   */
  async #calm(): Promise<void> {
    this.#poison.clear();
    const source = this.#immortal();
    const reader = this.#immortalReader(source);
    for (let minute = 0; minute < 3; minute++) {
      this.#time += IDLE_MS;
      await source.seal();
      for (let look = 0, missing = 1n; look < 20 && missing > 0n; look++) {
        missing = await reader.look();
        for (const subscription of await reader.subscriptions()) await reader.receiver.redrive(subscription, true);
      }
    }
  }

  #immortal(): SourceProcess {
    return new SourceProcess(this.#source, { shards: this.#shards, wasLost: this.#wasLost, dies: () => false });
  }

  #immortalReader(source: BatchSource = this.#asked): SimReader {
    return new SimReader(this.#database, source, () => false, this.#poison);
  }

  /** A shard that is said to be complete through an instant lacks nothing until then, but what is put aside by name. */
  async #unkeptWord(): Promise<string | undefined> {
    const { own } = this.#database.kept;
    const aside = new Set((await this.#immortalReader().aside()).flatMap(factsOf).map(({ id }) => id));
    for (const { id, shard, reportedAt, waits } of this.#source.database.kept.own.facts.values()) {
      const through = own.complete.get(shard.shard) ?? Number.NEGATIVE_INFINITY;
      if (waits || reportedAt > through || own.facts.has(id) || aside.has(id)) continue;
      return `fact ${id} is missing although shard ${shard.shard} was trusted to be complete`;
    }
    return undefined;
  }

  async #faults(): Promise<string[]> {
    const { own } = this.#database.kept;
    const faults = this.#broken === undefined ? [] : [this.#broken];
    for (const { epoch, number, reason } of await this.#immortalReader().aside())
      faults.push(`${epoch}:${number} is still put aside: ${reason}`);
    const { facts, waiting, completeThrough } = this.#source.database.kept.own;
    const judged = [...facts.values()].filter(({ id }) => !waiting.has(id));
    for (const area of AREAS.map((name) => `area/${name}`)) {
      const should = judged.filter((fact) => `area/${fact.area}` === area).length;
      const is = own.counts.get(area) ?? 0;
      if (should !== is) faults.push(`${area}: the source says ${should}, the reader ${is}`);
    }
    const expected = new Set(judged.map(({ id }) => id));
    const lost = [...expected].filter((id) => !own.facts.has(id));
    const orphaned = [...own.facts.keys()].filter((id) => !expected.has(id));
    if (lost.length > 0) faults.push(`facts ${lost} are lost`);
    if (orphaned.length > 0) faults.push(`facts ${orphaned} never happened`);
    if (Number(own.waiting) !== waiting.size) faults.push(`${waiting.size} wait, the reader says ${own.waiting}`);
    for (const { shard } of SHARDS.slice(0, this.#shards)) {
      const said = own.complete.get(shard);
      if (said !== (completeThrough ?? Number.NEGATIVE_INFINITY))
        faults.push(`shard ${shard} is complete through ${completeThrough}, the reader says ${said}`);
    }
    return faults;
  }

  #note(what: string): void {
    this.#did[what] = (this.#did[what] ?? 0) + 1;
  }
}
