import type { BatchSource } from '#libs/batches/transport/batch-source.js';
import { rawFromKafka } from '#libs/batches/transport/kafka-supply.js';
import { MemoryDatabase } from '#test/doubles/memory-receiver-store.js';
import { documentOf, PublishingProcess, SimCompany } from './publishing.js';
import { copyOf, type Effect, NO_EFFECT, SimReader } from './reader.js';
import { Died, KEPT_MS } from './sealing.js';
import { SHARDS, SimSource, SourceProcess } from './source.js';
import { DAY, LIMITS } from './verdict.js';

const BROUGHT = { arrivedIn: { epoch: 1, number: 1n }, isVoid: false };

/** What the reader has in the end, however often a process died: every fact that the source remembers, each counted once. */
export const WHOLE = '0 1 2 3 4 5 6 9, 8 counted';

/** Every access to a database or to Kafka in the story, by name: "source: addBatch". A process can die at each of them. */
export async function accesses(): Promise<readonly string[]> {
  const story = new Story([]);
  await story.run();
  return story.accesses;
}

/** What the reader has after the story in which a process died at each of these accesses (the first is 1). */
export function outcomeOf(...dyingAt: readonly number[]): Promise<string> {
  return new Story(dyingAt).run();
}

/**
 * A fixed story that passes every guard: batches by Kafka with a gap, a repair, a restart, a restore that leaves orphaned
 * batches, a batch that cannot be stored and is redriven, a feed that declares itself complete, old batches that are deleted.
 * The process that makes the n-th access dies there, is started again, and its work is asked for again.
 */
class Story {
  readonly accesses: string[] = [];
  readonly #company = new SimCompany(() => this.#time);
  /** The department has had a document for long, by which every fact is a hit. */
  readonly #source = new SimSource(() => this.#time, [{ ...documentOf(1, LIMITS, DAY, 1), ...BROUGHT }]);
  readonly #database = new MemoryDatabase<Effect>(NO_EFFECT(), copyOf);
  readonly #poison = new Set([3]);
  readonly #endpoint: BatchSource = {
    heads: () => this.#process.heads(),
    batches: (...range) => this.#process.batches(...range),
    acknowledge: (...numbers) => this.#process.acknowledge(...numbers),
    close: () => undefined,
  };
  #process: SourceProcess;
  #reader: SimReader;
  #time = 0;

  constructor(private readonly dyingAt: readonly number[]) {
    this.#process = this.#newProcess();
    this.#reader = this.#newReader();
  }

  async run(): Promise<string> {
    await this.#report(0, 1);
    await this.#report(2, 3); // 3 cannot be stored
    await this.#untilDone(() => this.#process.declare());
    await this.#report(4, 5);
    const backup = this.#source.database.backup();
    await this.#report(6, 7);
    await this.#fromKafka(0, 2, 3);
    await this.#repair();
    this.#source.database.restart();
    await this.#report(8);
    await this.#fromKafka(4, 4);
    this.#source.database.restore(backup); // 6, 7 and 8 never happened
    await this.#report(6, 9);
    await this.#fromKafka(3);
    await this.#repair();
    this.#poison.clear();
    await this.#untilDone(async () => {
      for (const subscription of await this.#reader.subscriptions())
        await this.#reader.receiver.redrive(subscription, true);
    });
    await this.#repair();
    await this.#deleteOld();
    return this.#held();
  }

  /** "0 1 2, 3 counted": the facts that the reader has, and how many it counted. */
  #held(): string {
    const { facts, counts } = this.#database.kept.own;
    const counted = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return `${[...facts.keys()].sort((a, b) => a - b).join(' ')}, ${counted} counted`;
  }

  async #report(...ids: readonly number[]): Promise<void> {
    this.#time += 2_000;
    const facts = ids.map((id) => ({ id }));
    await this.#untilDone(() => this.#process.report(facts));
    await this.#untilDone(() => this.#process.seal());
    await this.#untilDone(() => this.#process.relay());
  }

  /** Delivers these batches by Kafka, repeats included; the other batches are lost on the way. */
  async #fromKafka(...places: readonly number[]): Promise<void> {
    await this.#untilDone(async () => {
      const raws = places.flatMap((place) => {
        const batch = this.#source.sealed(SHARDS[0])[place];
        const records = this.#source.topic(SHARDS[0]).flatMap(rawFromKafka);
        return records.filter(({ epoch, number }) => epoch === batch?.epoch && number === batch.number);
      });
      await this.#reader.receiver.take(await this.#reader.receiver.subscription(SHARDS[0]), raws);
    });
  }

  async #deleteOld(): Promise<void> {
    for (const later of [0, KEPT_MS + 1]) {
      this.#time += later;
      await this.#untilDone(() => this.#process.retain());
    }
    if (this.#source.sealed(SHARDS[0]).length > 0) throw new Error('old batches were not deleted');
  }

  #repair(): Promise<void> {
    return this.#untilDone(() => this.#reader.repair());
  }

  async #untilDone(work: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        if (!(error instanceof Died)) throw error;
        if (this.#process.isDead) this.#process = this.#newProcess();
        if (this.#reader.isDead) this.#reader = this.#newReader();
      }
    }
  }

  #newProcess(): SourceProcess {
    const company = new PublishingProcess(this.#company, { dies: () => false });
    return new SourceProcess(this.#source, { shards: 1, company, dies: (what) => this.#diesAt(`source: ${what}`) });
  }

  #newReader(): SimReader {
    return new SimReader(this.#database, this.#endpoint, (what) => this.#diesAt(`reader: ${what}`), this.#poison);
  }

  #diesAt(what: string): boolean {
    this.accesses.push(what);
    return this.dyingAt.includes(this.accesses.length);
  }
}
