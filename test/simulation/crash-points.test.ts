import { describe, expect, it } from 'vitest';
import type { BatchSource } from '#libs/batches/transport/batch-source.js';
import { rawFromKafka } from '#libs/batches/transport/kafka-supply.js';
import { MemoryDatabase } from '#test/doubles/memory-receiver-store.js';
import { copyOf, type Effect, NO_EFFECT, SimReader } from './reader.js';
import { Died, KEPT_MS, SHARDS, SimSource, SourceProcess } from './source.js';

/**
 * A fixed story that passes every guard: batches by Kafka with a hole, a repair, a restart, a restore with orphaned, a batch
 * that cannot be stored and is redriven, a feed that declares itself complete, old batches that are removed. Whichever process makes the n-th access, the one that seals, publishes and answers or
 * the one that reads, dies there and is started again; what it was told to do is told again.
 */
class Story {
  readonly accesses: string[] = [];
  readonly #source = new SimSource(() => this.#time);
  readonly #database = new MemoryDatabase<Effect>(NO_EFFECT(), copyOf);
  readonly #poison = new Set([3]);
  readonly #asked: BatchSource = {
    heads: () => this.#process.heads(),
    batches: (...asked) => this.#process.batches(...asked),
    acknowledge: (...told) => this.#process.acknowledge(...told),
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
    await this.#persistently(() => this.#process.declare());
    await this.#report(4, 5);
    const backup = this.#source.database.backup();
    await this.#report(6, 7);
    await this.#fromKafka(0, 2, 3);
    await this.#look();
    this.#source.database.restart();
    await this.#report(8);
    await this.#fromKafka(4, 4);
    this.#source.database.restore(backup); // 6, 7 and 8 never happened
    await this.#report(6, 9);
    await this.#fromKafka(3);
    await this.#look();
    this.#poison.clear();
    await this.#persistently(async () => {
      for (const subscription of await this.#reader.subscriptions())
        await this.#reader.receiver.redrive(subscription, true);
    });
    await this.#look();
    await this.#forget();
    return this.#told();
  }

  /** "0 1 2, 3 counted": the facts that the reader has, and how many it counted. */
  #told(): string {
    const { facts, counts } = this.#database.kept.own;
    const counted = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return `${[...facts.keys()].sort((a, b) => a - b).join(' ')}, ${counted} counted`;
  }

  async #report(...ids: readonly number[]): Promise<void> {
    this.#time += 2_000;
    const facts = ids.map((id) => ({ id, area: id % 2 === 0 ? 'sp' : 'rj' }));
    await this.#persistently(() => this.#process.report(facts));
    await this.#persistently(() => this.#process.seal());
    await this.#persistently(() => this.#process.publish());
  }

  /** What Kafka has of these batches, a repeat as well; the others are lost on the way. */
  async #fromKafka(...places: readonly number[]): Promise<void> {
    await this.#persistently(async () => {
      const raws = places.flatMap((place) => {
        const batch = this.#source.sealed(SHARDS[0])[place];
        const records = this.#source.topic(SHARDS[0]).flatMap(rawFromKafka);
        return records.filter(({ epoch, number }) => epoch === batch?.epoch && number === batch.number);
      });
      await this.#reader.receiver.take(await this.#reader.receiver.subscription(SHARDS[0]), raws);
    });
  }

  async #forget(): Promise<void> {
    for (const later of [0, KEPT_MS + 1]) {
      this.#time += later;
      await this.#persistently(() => this.#process.retain());
    }
    expect(this.#source.sealed(SHARDS[0])).toEqual([]);
  }

  #look(): Promise<void> {
    return this.#persistently(() => this.#reader.look());
  }

  async #persistently(work: () => Promise<unknown>): Promise<void> {
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
    return new SourceProcess(this.#source, { shards: 1, dies: (what) => this.#diesAt(`source: ${what}`) });
  }

  #newReader(): SimReader {
    return new SimReader(this.#database, this.#asked, (what) => this.#diesAt(`reader: ${what}`), this.#poison);
  }

  #diesAt(what: string): boolean {
    this.accesses.push(what);
    return this.dyingAt.includes(this.accesses.length);
  }
}

const ALL = '0 1 2 3 4 5 6 9, 8 counted';
const told = (...dyingAt: readonly number[]) => new Story(dyingAt).run();

async function accesses(): Promise<readonly string[]> {
  const story = new Story([]);
  await story.run();
  return story.accesses;
}

describe('processes that die', () => {
  it('nowhere have everything once', async () => {
    expect(await told()).toBe(ALL);
  });

  it('in this story can die in the midst of all they do', async () => {
    const happened = new Set(await accesses());
    const source = [
      'found',
      'lockShard',
      'beginEpoch',
      'readFeeds',
      'countWaiting',
      'takeOutbox',
      'addBatch',
      'moveShard',
      'removeOutbox',
      'commit',
      'committed',
    ];
    const after = [
      ...['append', 'appended', 'markPublished', 'markPublished committed', 'heads', 'find', 'acknowledge'],
      ...['retain', 'retain committed'],
    ];
    const reader = ['begin', 'move', 'addReceived', 'quarantine', 'endEpoch', 'settle', 'commit', 'committed'];
    const needed = [
      ...[...source, ...after].map((what) => `source: ${what}`),
      ...reader.map((what) => `reader: ${what}`),
    ];
    expect(needed.filter((what) => !happened.has(what))).toEqual([]);
  });

  it('at any access have everything once', async () => {
    const { length } = await accesses();
    for (let at = 1; at <= length; at++) expect([at, await told(at)]).toEqual([at, ALL]);
  });

  it('at any two accesses have everything once', { timeout: 600_000 }, async () => {
    const { length } = await accesses();
    for (let first = 1; first <= length; first++) {
      for (let second = first + 1; second <= length + 10; second++) {
        const facts = await told(first, second);
        if (facts !== ALL) expect([first, second, facts]).toEqual([first, second, ALL]);
      }
    }
  });
});
