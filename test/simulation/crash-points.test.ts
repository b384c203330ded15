import { describe, expect, it } from 'vitest';
import { MemoryDatabase } from '#libs/batches/memory-receiver-store.js';
import { copyOf, Died, type Effect, NO_EFFECT, SimReader } from './reader.js';
import { SimSource } from './source.js';

/**
 * A fixed story that passes every guard: batches by Kafka with a hole, a repair, a restart, a restore with ghosts, a batch
 * that cannot be stored and is redriven. The process that reads dies at its n-th access to the database, and is started again.
 */
async function story(
  dyingAt: readonly number[],
): Promise<{ readonly accesses: number; readonly facts: readonly number[] }> {
  let time = 0;
  let accesses = 0;
  const source = new SimSource(() => (time += 2_000));
  const database = new MemoryDatabase<Effect>(NO_EFFECT(), copyOf);
  const poison = new Set([3]);
  const process = () => new SimReader(database, source, () => dyingAt.includes(++accesses), poison);
  let reader = process();
  const persistently = async (work: (reader: SimReader) => Promise<unknown>) => {
    for (;;) {
      try {
        return await work(reader);
      } catch (error) {
        if (!(error instanceof Died)) throw error;
        reader = process();
      }
    }
  };
  const fromKafka = (...numbers: readonly number[]) =>
    persistently(async (one) => {
      const batches = numbers.map((at) => source.sealed[at]).filter((batch) => batch !== undefined);
      const raws = batches.map((batch, at) => ({ ...batch, nextOffset: BigInt(at + 1), fromSource: false }));
      await one.receiver.take(await one.lane(), raws);
    });
  const report = (...ids: readonly number[]) => {
    source.report(ids.map((id) => ({ id, area: id % 2 === 0 ? 'sp' : 'rj' })));
    source.seal();
  };

  report(0, 1);
  report(2, 3); // 3 cannot be stored
  report(4, 5);
  const backup = source.backup();
  report(6, 7);
  await fromKafka(0, 2, 3);
  await persistently((one) => one.look());
  source.restart();
  report(8);
  await fromKafka(4, 4);
  source.restore(backup); // 6, 7 and 8 never happened
  report(6, 9);
  await fromKafka(3);
  await persistently((one) => one.look());
  poison.clear();
  await persistently(async (one) => one.receiver.redrive(await one.lane(), true));
  await persistently((one) => one.look());
  return { accesses, facts: [...database.kept.own.facts.keys()].sort((a, b) => a - b) };
}

const ALL = [0, 1, 2, 3, 4, 5, 6, 9];

describe('a reader that dies', () => {
  it('nowhere has everything once', async () => {
    expect((await story([])).facts).toEqual(ALL);
  });

  it('at any access to its database has everything once', async () => {
    const { accesses } = await story([]);
    for (let at = 1; at <= accesses; at++) expect([at, (await story([at])).facts]).toEqual([at, ALL]);
    expect(accesses).toBeGreaterThan(60);
  });

  it('at any two accesses has everything once', async () => {
    const { accesses } = await story([]);
    for (let first = 1; first <= accesses; first++) {
      for (let second = first + 1; second <= accesses + 10; second++) {
        const { facts } = await story([first, second]);
        if (facts.join() !== ALL.join()) expect([first, second, facts]).toEqual([first, second, ALL]);
      }
    }
  });
});
