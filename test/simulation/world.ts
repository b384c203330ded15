import type { BatchSource } from '#libs/batches/transport/batch-source.js';
import { rawFromKafka } from '#libs/batches/transport/kafka-supply.js';
import { CxError } from '#libs/domain/error.js';
import { MemoryDatabase } from '#test/doubles/memory-receiver-store.js';
import { Random } from './random.js';
import { copyOf, type Effect, factsOf, NO_EFFECT, SimReader } from './reader.js';
import { Died, KEPT_MS, SHARDS, type SimFact, SimSource, SourceProcess } from './source.js';

const STEPS = 60;
/** A shard that had no news for this long reports its whole state once more. */
const IDLE_MS = 61_000;
const AREAS = ['sp', 'rj', 'mg'] as const;

/** What happened in one run and what went wrong. `faults` is empty when nothing went wrong. */
export interface Outcome {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly did: Readonly<Record<string, number>>;
}

interface WorldStep {
  readonly what: string;
  readonly work: () => unknown;
}

/**
 * One source of two processes, Kafka, and two processes that read. The seed decides what happens to them, in virtual time.
 * A reader must never believe that it has everything until an instant when a fact is missing. At the end the faults stop, and
 * what the readers counted must equal what the source remembers, to the last fact.
 */
export class World {
  readonly #random: Random;
  readonly #source = new SimSource(() => this.#time);
  readonly #database = new MemoryDatabase<Effect>(NO_EFFECT(), copyOf);
  readonly #poison = new Set<number>();
  readonly #did: Record<string, number> = {};
  /** The source as its readers see it: any of its processes answers. */
  readonly #endpoint: BatchSource = {
    heads: () => this.#oneOf(this.#processes).heads(),
    batches: (...range) => this.#oneOf(this.#processes).batches(...range),
    acknowledge: (...progress) => this.#oneOf(this.#processes).acknowledge(...progress),
    close: () => undefined,
  };
  #processes: SourceProcess[] = [];
  #readers: SimReader[] = [];
  readonly #emptySource = this.#source.database.backup();
  #sourceBackup = this.#emptySource;
  /** Set once the database was lost, and never reset: a setting that an operator forgets to remove must do no harm. */
  #wasLost = false;
  #readerBackup = { kept: this.#database.backup(), at: 0 };
  /** The number of shards over which newly started processes spread their facts. */
  #shards = 1;
  /** Reads the readers' database and never dies. */
  readonly #inspector = this.#undyingReader();
  /** What the last comparison of source and readers compared; a commit replaces either. */
  #compared: { readonly known: unknown; readonly trusted: unknown } = { known: undefined, trusted: undefined };
  /** True from a restore of the readers' database until they have fetched everything they lack. */
  #isBehind = false;
  #facts = 0;
  #time = 0;
  #broken: string | undefined;

  /** What can happen, and how often. */
  readonly #steps: readonly (readonly [weight: number, WorldStep])[] = [
    [10, { what: 'facts are reported', work: () => this.#report() }],
    [3, { what: 'the feed declares itself complete', work: () => this.#onOneProcess((one) => one.declare()) }],
    [3, { what: 'waiting facts are judged', work: () => this.#onOneProcess((one) => one.judge()) }],
    [10, { what: 'the source seals', work: () => this.#onOneProcess((one) => one.seal()) }],
    [4, { what: 'the source seals while facts arrive', work: () => this.#sealWhileReporting() }],
    [8, { what: 'the relay publishes', work: () => this.#onOneProcess((one) => one.publish()) }],
    [2, { what: 'two processes seal at once', work: () => this.#onBothProcesses((one) => one.seal()) }],
    [2, { what: 'two relays publish at once', work: () => this.#onBothProcesses((one) => one.publish()) }],
    [10, { what: 'a reader takes from Kafka', work: () => this.#read(this.#oneOf(this.#readers)) }],
    [3, { what: 'two readers take at once', work: () => Promise.all(this.#readers.map((one) => this.#read(one))) }],
    [4, { what: 'a reader repairs from the source', work: () => this.#repair(this.#oneOf(this.#readers)) }],
    [3, { what: 'a reader is replaced', work: () => this.#replace(this.#oneOf(this.#readers)) }],
    [4, { what: 'the source deletes old batches', work: () => this.#deleteOld() }],
    [1, { what: 'the source gets another shard', work: () => this.#addShard() }],
    [2, { what: 'the database of the source restarts', work: () => this.#source.database.restart() }],
    [1, { what: 'the source is backed up', work: () => this.#backUpSource() }],
    [1, { what: 'the source is restored', work: () => this.#source.database.restore(this.#sourceBackup) }],
    [1, { what: 'the source and its backups are lost', work: () => this.#loseSource() }],
    [2, { what: 'the reader is backed up', work: () => this.#backUpReader() }],
    [2, { what: 'the reader is restored', work: () => this.#restoreReader() }],
    [1, { what: 'Kafka loses its tail', work: () => this.#loseTail() }],
    [1, { what: 'the topic is created anew', work: () => this.#topic().splice(0) }],
    [1, { what: 'a record is damaged', work: () => this.#damage() }],
    [1, { what: 'a batch cannot be stored', work: () => this.#poison.add(this.#facts + this.#random.below(3)) }],
  ];

  constructor(private readonly seed: number) {
    this.#random = new Random(seed);
    this.#processes = [this.#newProcess(), this.#newProcess()];
    this.#readers = [this.#newReader(), this.#newReader()];
  }

  async run(): Promise<Outcome> {
    await this.#undyingProcess().seal(); // a database that was never used has no backup
    this.#backUpSource();
    for (let step = 0; step < STEPS; step++) {
      this.#time += 1_500 + this.#random.below(2_000);
      await this.#step();
      this.#broken ??= this.#falseCompleteness();
    }
    await this.#settleDown();
    return { seed: this.seed, faults: await this.#faults(), did: this.#did };
  }

  async #step(): Promise<void> {
    const { what, work } = this.#random.pick(this.#steps);
    this.#note(what);
    await work();
  }

  #report(): Promise<void> {
    const facts = Array.from({ length: 1 + this.#random.below(4) }, () => this.#fact());
    // A feed that had no answer reports the same fact again.
    if (this.#facts > 0 && this.#random.chance(0.3)) facts.push(this.#fact(this.#random.below(this.#facts)));
    return this.#onOneProcess((one) => one.report(facts));
  }

  #fact(id = this.#facts++): SimFact {
    return { id, area: AREAS[this.#random.below(AREAS.length)] ?? 'sp', waits: this.#random.chance(0.2) };
  }

  /** Both processes at once: one seals, the other takes facts and a declaration that the feed is complete. */
  async #sealWhileReporting(): Promise<void> {
    const [one, other] = this.#processes as [SourceProcess, SourceProcess];
    const reporting = this.#surviving(async () => {
      await one.report([this.#fact(), this.#fact()]);
      await one.declare();
    });
    await Promise.all([this.#surviving(() => other.seal()), reporting]);
  }

  /** A rolling restart with one shard more. */
  #addShard(): void {
    this.#shards = SHARDS.length;
    this.#processes = this.#processes.map(() => this.#newProcess());
  }

  #onOneProcess(work: (one: SourceProcess) => Promise<void>): Promise<void> {
    return this.#surviving(() => work(this.#oneOf(this.#processes)));
  }

  async #onBothProcesses(work: (one: SourceProcess) => Promise<void>): Promise<void> {
    await Promise.all(this.#processes.map((one) => this.#surviving(() => work(one))));
  }

  async #read(reader: SimReader): Promise<void> {
    const { positions, receiver } = reader;
    const shard = this.#oneOf(SHARDS);
    const topic = this.#source.topic(shard);
    await this.#surviving(async () => {
      const subscription = await receiver.subscription(shard);
      const known = positions.get(shard) ?? (await receiver.progress(subscription)).at(-1)?.nextOffset ?? 0n;
      const from = known > BigInt(topic.length) ? 0 : Number(known); // a position that Kafka does not have: start from the beginning
      const raws = topic.slice(from, from + 1 + this.#random.below(8)).flatMap(rawFromKafka);
      if (raws.length > 0) await receiver.take(subscription, raws);
      positions.set(shard, BigInt(from + raws.length));
    });
  }

  #repair(reader: SimReader): Promise<void> {
    return this.#surviving(async () => {
      if ((await reader.repair()) === 0n) this.#isBehind = false;
    });
  }

  /** Starts processes again that died on the way. Work that failed is not repeated here: a later step tries it again. */
  async #surviving(work: () => Promise<unknown>): Promise<void> {
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
    return new SimReader(this.#database, this.#endpoint, () => this.#random.chance(0.01), this.#poison);
  }

  /** It dies most often around Kafka's answer, so that batches are published twice. */
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

  /** The source begins again on an empty database, and the operator sets CX_DATABASE_LOST. */
  #loseSource(): void {
    this.#wasLost = true;
    this.#sourceBackup = this.#emptySource;
    this.#source.database.restore(this.#emptySource);
    this.#processes = this.#processes.map(() => this.#newProcess());
  }

  #backUpSource(): void {
    this.#sourceBackup = this.#source.database.backup();
  }

  /** The age of a backup is the age of what is in it: a reader that has not caught up would make an older one than it seems. */
  #backUpReader(): void {
    if (!this.#isBehind) this.#readerBackup = { kept: this.#database.backup(), at: this.#time };
  }

  /** Never from a backup older than the retention of batches. */
  #restoreReader(): void {
    if (this.#time - this.#readerBackup.at >= KEPT_MS) return;
    this.#database.restore(this.#readerBackup.kept);
    this.#isBehind = true;
  }

  /** A restored reader repairs before the retention ends: it does not wait for weeks. */
  async #deleteOld(): Promise<void> {
    if (this.#isBehind) await this.#repair(this.#oneOf(this.#readers));
    if (!this.#isBehind) await this.#onOneProcess((one) => one.retain());
  }

  #damage(): void {
    const topic = this.#topic();
    const at = this.#random.below(topic.length + 1);
    const record = topic[at];
    if (record !== undefined) topic[at] = { ...record, value: Buffer.from('damaged on the way') };
  }

  /**
   * No more faults: the readers fetch what was sealed and redrive the quarantine. A declaration of completeness that came while
   * batches were missing was not trusted; the source repeats it within a minute.
   */
  async #settleDown(): Promise<void> {
    this.#poison.clear();
    const source = this.#undyingProcess();
    const reader = this.#undyingReader(source);
    for (let minute = 0; minute < 3; minute++) {
      this.#time += IDLE_MS;
      await source.seal();
      for (let look = 0, missing = 1n; look < 20 && missing > 0n; look++) {
        missing = await reader.repair();
        for (const subscription of await reader.subscriptions()) await reader.receiver.redrive(subscription, true);
      }
    }
  }

  #undyingProcess(): SourceProcess {
    return new SourceProcess(this.#source, { shards: this.#shards, wasLost: this.#wasLost, dies: () => false });
  }

  #undyingReader(source: BatchSource = this.#endpoint): SimReader {
    return new SimReader(this.#database, source, () => false, this.#poison);
  }

  /** A shard that readers trust to be complete through an instant lacks no fact until then, except those in quarantine. */
  #falseCompleteness(): string | undefined {
    const [known, trusted] = [this.#source.database.kept.own.facts, this.#database.kept.own];
    if (known === this.#compared.known && trusted === this.#compared.trusted) return undefined; // nothing was committed since
    this.#compared = { known, trusted };
    const quarantined = new Set(
      this.#inspector
        .quarantined()
        .flatMap(factsOf)
        .map(({ id }) => id),
    );
    for (const { id, shard, reportedAt, waits } of known.values()) {
      const through = trusted.complete.get(shard.shard) ?? Number.NEGATIVE_INFINITY;
      if (waits || reportedAt > through || trusted.facts.has(id) || quarantined.has(id)) continue;
      return `fact ${id} is missing although shard ${shard.shard} was trusted to be complete`;
    }
    return undefined;
  }

  async #faults(): Promise<string[]> {
    const { own } = this.#database.kept;
    const faults = this.#broken === undefined ? [] : [this.#broken];
    for (const { epoch, number, reason } of this.#inspector.quarantined())
      faults.push(`${epoch}:${number} is still in quarantine: ${reason}`);
    const { facts, waiting, completeThrough } = this.#source.database.kept.own;
    const judged = [...facts.values()].filter(({ id }) => !waiting.has(id));
    for (const area of AREAS.map((name) => `area/${name}`)) {
      const should = judged.filter((fact) => `area/${fact.area}` === area).length;
      const is = own.counts.get(area) ?? 0;
      if (should !== is) faults.push(`${area}: the source has ${should}, the reader ${is}`);
    }
    const expected = new Set(judged.map(({ id }) => id));
    const lost = [...expected].filter((id) => !own.facts.has(id));
    const orphaned = [...own.facts.keys()].filter((id) => !expected.has(id));
    if (lost.length > 0) faults.push(`facts ${lost} are lost`);
    if (orphaned.length > 0) faults.push(`facts ${orphaned} never happened`);
    if (Number(own.waiting) !== waiting.size) faults.push(`${waiting.size} wait, the reader has ${own.waiting}`);
    for (const { shard } of SHARDS.slice(0, this.#shards)) {
      const trusted = own.complete.get(shard);
      if (trusted !== (completeThrough ?? Number.NEGATIVE_INFINITY))
        faults.push(`shard ${shard} is complete through ${completeThrough}, the reader has ${trusted}`);
    }
    return faults;
  }

  #note(what: string): void {
    this.#did[what] = (this.#did[what] ?? 0) + 1;
  }
}
