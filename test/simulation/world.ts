import type { BatchSource } from '#libs/batches/transport/batch-source.js';
import { rawFromKafka } from '#libs/batches/transport/kafka-supply.js';
import { CxError } from '#libs/domain/error.js';
import type { IncomingRecord } from '#libs/kafka/kafka-client.js';
import { MemoryDatabase } from '#test/doubles/memory-receiver-store.js';
import { Company, type WeightedStep } from './company.js';
import { documentFault, falseCompleteness, faultsAtTheEnd, type Outcome } from './faults.js';
import { fetchDocuments, fetchObservations } from './fetch-all.js';
import { Random } from './random.js';
import { copyOf, type Effect, NO_EFFECT, SimReader } from './reader.js';
import { Died, KEPT_MS } from './sealing.js';
import { SHARDS, SimSource, SourceProcess } from './source.js';
import type { SimFact } from './verdict.js';

const STEPS = 60;
/** Turns that others get at most before a slow process commits: enough to take documents and to judge by them. */
const SLOW = 1_000;
/** A shard that had no news for this long reports its whole state once more. */
const IDLE_MS = 61_000;

/**
 * One source of two processes, Kafka, and two processes that read. The seed decides what happens to them, in virtual time.
 * A reader must never believe that it has everything until an instant when a fact is missing. At the end the faults stop, and
 * what the readers counted must equal what the source remembers, to the last fact.
 */
export class World {
  readonly #random: Random;
  readonly #source = new SimSource(() => this.#time);
  readonly #company: Company;
  readonly #database = new MemoryDatabase<Effect>(NO_EFFECT(), copyOf);
  readonly #poison = new Set<number>();
  readonly #did: Record<string, number> = {};
  /** The source as its readers see it: any of its processes answers. */
  readonly #endpoint: BatchSource = {
    heads: () => this.#random.oneOf(this.#processes).heads(),
    batches: (...range) => this.#random.oneOf(this.#processes).batches(...range),
    acknowledge: (...progress) => this.#random.oneOf(this.#processes).acknowledge(...progress),
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
  /** What the last look at the department looked at. */
  #checked: unknown;
  /** True from a restore of the readers' database until they have fetched everything they lack. */
  #isBehind = false;
  #facts = 0;
  #time = 0;
  #broken: string | undefined;

  /** What can happen, and how often. */
  readonly #steps: readonly WeightedStep[] = [
    [10, { what: 'facts are reported', work: () => this.#report() }],
    [3, { what: 'the feed declares itself complete', work: () => this.#onOneProcess((one) => one.declare()) }],
    [3, { what: 'waiting facts are judged', work: () => this.#onOneProcess((one) => one.judge()) }],
    [10, { what: 'the source seals', work: () => this.#onOneProcess((one) => one.seal()) }],
    [4, { what: 'the source seals while facts arrive', work: () => this.#sealWhileReporting() }],
    [8, { what: 'the relay publishes', work: () => this.#onOneProcess((one) => one.relay()) }],
    [2, { what: 'two processes seal at once', work: () => this.#onBothProcesses((one) => one.seal()) }],
    [2, { what: 'two relays publish at once', work: () => this.#onBothProcesses((one) => one.relay()) }],
    [5, { what: 'a department takes documents from Kafka', work: () => this.#onOneProcess((one) => this.#take(one)) }],
    [2, { what: 'two processes take documents at once', work: () => this.#onBothProcesses((one) => this.#take(one)) }],
    [3, { what: 'a department fetches documents', work: () => this.#onOneProcess((one) => one.documents.fetch()) }],
    [5, { what: 'facts are judged again', work: () => this.#onOneProcess((one) => one.rejudge()) }],
    [0.5, { what: 'documents arrive while facts do', work: () => this.#takeWhileReporting('sealAll') }],
    [1, { what: 'a ruling arrives while facts do', work: () => this.#takeWhileReporting('sealRuling') }],
    [3, { what: 'a ruling arrives', work: () => this.#takeRuling() }],
    [10, { what: 'a reader takes from Kafka', work: () => this.#read(this.#random.oneOf(this.#readers)) }],
    [3, { what: 'two readers take at once', work: () => Promise.all(this.#readers.map((one) => this.#read(one))) }],
    [4, { what: 'a reader repairs from the source', work: () => this.#repair(this.#random.oneOf(this.#readers)) }],
    [3, { what: 'a reader is replaced', work: () => this.#replace(this.#random.oneOf(this.#readers)) }],
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
    const surviving = (work: () => Promise<unknown>) => this.#surviving(work);
    const cases = () => this.#facts;
    this.#company = new Company(() => this.#time, this.#random, cases, surviving);
    this.#steps = [...this.#steps, ...this.#company.steps];
    this.#processes = [this.#newProcess(), this.#newProcess()];
    this.#readers = [this.#newReader(), this.#newReader()];
  }

  async run(): Promise<Outcome> {
    await this.#undyingProcess().seal(); // a database that was never used has no backup
    this.#backUpSource();
    await this.#company.begin();
    for (let step = 0; step < STEPS; step++) {
      this.#time += 1_500 + this.#random.below(2_000);
      await this.#step();
      this.#company.noteHistory();
      this.#broken ??= this.#falseCompleteness() ?? this.#wrongByDocuments();
    }
    await this.#settleDown();
    return { seed: this.seed, faults: this.#faults(), did: this.#did };
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
    return { id, waits: this.#random.chance(0.2) };
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

  /** One process takes documents or a ruling and judges again, while a slow one takes facts. */
  async #takeWhileReporting(what: 'sealAll' | 'sealRuling'): Promise<void> {
    await this.#company[what]();
    const [one, other] = [this.#random.oneOf(this.#processes), this.#newProcess(SLOW)];
    const taking = this.#surviving(async () => {
      await one.documents.fetch();
      await one.rejudge();
    });
    await Promise.all([taking, this.#surviving(() => other.report([this.#fact(), this.#fact()]))]);
  }

  /** No case is to be judged again then, so what the ruling changes is seen at once. */
  async #takeRuling(): Promise<void> {
    await this.#onOneProcess((one) => one.rejudge());
    await this.#company.sealRuling();
    await this.#onOneProcess((one) => one.documents.fetch());
  }

  /** A rolling restart with one shard more. */
  #addShard(): void {
    this.#shards = SHARDS.length;
    this.#processes = this.#processes.map(() => this.#newProcess());
  }

  #onOneProcess(work: (one: SourceProcess) => Promise<unknown>): Promise<void> {
    return this.#surviving(() => work(this.#random.oneOf(this.#processes)));
  }

  async #onBothProcesses(work: (one: SourceProcess) => Promise<void>): Promise<void> {
    await Promise.all(this.#processes.map((one) => this.#surviving(() => work(one))));
  }

  async #read(reader: SimReader): Promise<void> {
    const { positions, receiver } = reader;
    const shard = this.#random.oneOf(SHARDS);
    await this.#surviving(async () => {
      const subscription = await receiver.subscription(shard);
      const known = positions.get(shard) ?? (await receiver.progress(subscription)).at(-1)?.nextOffset ?? 0n;
      const { raws, next } = this.#next(this.#source.topic(shard), known);
      if (raws.length > 0) await receiver.take(subscription, raws);
      positions.set(shard, next);
    });
  }

  async #take({ documents }: SourceProcess): Promise<void> {
    const { raws, next } = this.#next(this.#company.sim.topic(), await documents.nextOffset());
    if (raws.length > 0) await documents.take(raws);
    documents.position = next;
  }

  /** Some of the records from a position on. */
  #next(topic: readonly IncomingRecord[], known: bigint) {
    const from = known > BigInt(topic.length) ? 0 : Number(known); // a position that Kafka does not have: start from the beginning
    const raws = topic.slice(from, from + 1 + this.#random.below(8)).flatMap(rawFromKafka);
    return { raws, next: BigInt(from + raws.length) };
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
    if (this.#company.revive() > 0) this.#note('a process of scoring died while it worked');
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
  #newProcess(atCommit = 0): SourceProcess {
    return new SourceProcess(this.#source, {
      ...{ shards: this.#shards, company: this.#company.endpoint, wasLost: this.#wasLost },
      dies: (what) => this.#random.chance(what.startsWith('append') ? 0.05 : 0.01),
      turns: (what) => this.#random.below((what === 'commit' && atCommit) || (this.#random.chance(0.1) ? 60 : 4)),
    });
  }

  #topic() {
    const topics = [...SHARDS.map((shard) => this.#source.topic(shard)), this.#company.sim.topic()];
    return this.#random.oneOf(topics);
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
    if (this.#isBehind) await this.#repair(this.#random.oneOf(this.#readers));
    if (!this.#isBehind) await this.#onOneProcess((one) => one.retain());
  }

  #damage(): void {
    const topic = this.#topic();
    const at = this.#random.below(topic.length + 1);
    const record = topic[at];
    if (record !== undefined) topic[at] = { ...record, value: Buffer.from('damaged on the way') };
  }

  /**
   * No more faults: the department fetches what scoring published and judges by it, the readers fetch what it sealed, and both redrive
   * the quarantine. A declaration of completeness that came while batches were missing was not trusted; the source repeats it within a
   * minute.
   */
  async #settleDown(): Promise<void> {
    this.#poison.clear();
    const source = this.#undyingProcess();
    const reader = this.#undyingReader(source);
    await fetchDocuments(this.#company.undyingProcess(), source);
    for (let minute = 0; minute < 3; minute++) {
      this.#time += IDLE_MS;
      await source.seal();
      await fetchObservations(reader);
    }
  }

  /** Fetches from a process of scoring that does not die either. */
  #undyingProcess(): SourceProcess {
    const options = { shards: this.#shards, company: this.#company.undyingProcess(), wasLost: this.#wasLost };
    return new SourceProcess(this.#source, { ...options, dies: () => false });
  }

  #undyingReader(source: BatchSource = this.#endpoint): SimReader {
    return new SimReader(this.#database, source, () => false, this.#poison);
  }

  /** A shard that readers trust to be complete through an instant lacks no fact until then, except those in quarantine. */
  #falseCompleteness(): string | undefined {
    const [known, trusted] = [this.#source.database.kept.own.facts, this.#database.kept.own];
    if (known === this.#compared.known && trusted === this.#compared.trusted) return undefined; // nothing was committed since
    this.#compared = { known, trusted };
    return falseCompleteness(known, trusted, this.#inspector.quarantined());
  }

  /** What the department decides by documents holds after every step, and not only in the end, where a later pass may have cured it. */
  #wrongByDocuments(): string | undefined {
    const { own } = this.#source.database.kept;
    if (own === this.#checked) return undefined;
    this.#checked = own;
    return documentFault(own, (sha256) => this.#company.everHad(sha256));
  }

  #faults(): string[] {
    const source = this.#source.database.kept.own;
    const ended = { source, reader: this.#database.kept.own, published: this.#company.sim.database.kept.own };
    const quarantined = [...this.#inspector.quarantined(), ...this.#undyingProcess().documents.store.pending()];
    return [
      ...(this.#broken === undefined ? [] : [this.#broken]),
      ...quarantined.map(({ epoch, number, reason }) => `${epoch}:${number} is still in quarantine: ${reason}`),
      ...faultsAtTheEnd({ ...ended, shards: SHARDS.slice(0, this.#shards) }),
    ];
  }

  #note(what: string): void {
    this.#did[what] = (this.#did[what] ?? 0) + 1;
  }
}
