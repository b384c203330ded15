import { describe, expect, it } from 'vitest';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { sha256 } from '#libs/batches/format/sealed-batch.js';
import { Receiver } from '#libs/batches/reader/receive.js';
import { CxError } from '#libs/domain/error.js';
import {
  chainOf,
  counting,
  forged,
  INSTALLATION,
  pendingIn,
  raw,
  SHARD,
  STORES,
  setBenchUp,
  storeIn,
  ZERO,
} from './batches/bench.js';

setBenchUp();

const T = Date.parse('2026-03-01T12:00:00Z');

/** Batches 1..n of an epoch, each continuing its predecessor, one second apart. */
function life(epoch: number, batches: number, after?: RawBatch, sealedFrom = T): RawBatch[] {
  const line: RawBatch[] = [];
  for (let number = 1n; number <= BigInt(batches); number++) {
    const before = line.at(-1) ?? after;
    const continues =
      number === 1n && after !== undefined ? { continuesEpoch: after.epoch, continuesNumber: after.number } : {};
    const sealedAt = sealedFrom + Number(number) * 1_000;
    const bytes = forged(number, before === undefined ? ZERO : sha256(before.bytes), { epoch, sealedAt, ...continues });
    line.push(raw(epoch, number, bytes));
  }
  return line;
}

const at = (line: readonly RawBatch[], number: number) => line[number - 1] as RawBatch;
const epochsOf = async ({ receiver, subscription }: ReturnType<typeof counting>) =>
  (await receiver.progress(await subscription())).map(({ epoch, state, chain, survivesThrough }) => ({
    epoch,
    state,
    through: chain.appliedThrough,
    survivesThrough,
  }));

describe.each(STORES)('a source that was started anew, its reader kept in %s,', (store) => {
  it('after a plain restart continues, and readers void nothing', async () => {
    const bench = counting(store);
    const first = life(1, 3);
    await bench.receiver.take(await bench.subscription(), [...first, ...life(70, 2, at(first, 3), T + 10_000)]);
    expect(bench.counted).toMatchObject({ parcels: 5, ended: ['1:3'], aside: [] });
  });

  it('after a restore from a backup makes readers void the batches since, also those that arrive later', async () => {
    const bench = counting(store);
    const first = life(1, 5);
    await bench.receiver.take(await bench.subscription(), first.slice(0, 4));
    await bench.receiver.take(await bench.subscription(), life(70, 2, at(first, 3), T + 10_000));
    await bench.receiver.take(await bench.subscription(), [at(first, 5)]);
    expect(bench.counted).toMatchObject({ ended: ['1:3'], aside: [] });
    expect(await epochsOf(bench)).toEqual([
      { epoch: 1, state: 'ended', through: 4n, survivesThrough: 3n },
      { epoch: 70, state: 'live', through: 2n, survivesThrough: undefined },
    ]);
  });

  it('after a second restore of one backup leaves out the epoch between; batches that epoch had cut off count again', async () => {
    const bench = counting(store);
    const first = life(1, 5);
    await bench.receiver.take(await bench.subscription(), first);
    await bench.receiver.take(await bench.subscription(), life(70, 2, at(first, 3), T + 10_000));
    await bench.receiver.take(await bench.subscription(), life(90, 1, at(first, 4), T + 20_000));
    expect(bench.counted.ended).toEqual(['1:3', '1:4', '70:0']);
  });

  it('is applied from its first batch on; later batches wait for repair', async () => {
    const bench = counting(store);
    const first = life(1, 2);
    const second = life(70, 3, at(first, 2), T + 10_000);
    await bench.receiver.take(await bench.subscription(), [...first, at(second, 2), at(second, 3)]);
    expect(bench.counted.parcels).toBe(2);
    await bench.receiver.take(await bench.subscription(), second);
    expect(bench.counted.parcels).toBe(5);
  });

  it('waits until its lineage is known, and so do late batches of an earlier epoch', async () => {
    const bench = counting(store);
    const first = life(1, 4);
    const second = life(70, 1, at(first, 3), T + 10_000);
    const third = life(90, 1, at(second, 1), T + 20_000);
    await bench.receiver.take(await bench.subscription(), first.slice(0, 3));
    await bench.receiver.take(await bench.subscription(), [...third, at(first, 4)]);
    expect(bench.counted).toMatchObject({ parcels: 3, aside: [] });
    await bench.receiver.take(await bench.subscription(), [...second, ...third, at(first, 4)]);
    expect(bench.counted).toMatchObject({ parcels: 5, aside: [] });
  });

  it('whose last batches never arrived is known to miss some', async () => {
    const bench = counting(store);
    const first = life(1, 5);
    await bench.receiver.take(await bench.subscription(), [at(first, 1), ...life(70, 1, at(first, 5), T + 10_000)]);
    expect((await epochsOf(bench))[0]).toMatchObject({ through: 1n, survivesThrough: 5n });
    await bench.receiver.take(await bench.subscription(), first.slice(1));
    expect(bench.counted).toMatchObject({ parcels: 6, aside: [] });
  });

  it('is not applied if the batch that it continues has another hash here', async () => {
    const bench = counting(store);
    await bench.receiver.take(await bench.subscription(), life(1, 3));
    await bench.receiver.take(await bench.subscription(), life(70, 2, at(life(1, 3), 3), T + 10_000));
    expect(bench.counted).toMatchObject({ parcels: 3, aside: ['1 CHAIN_BROKEN'] });
  });

  it('that runs beside its own copy is noticed, and resolved by a restart of the original', async () => {
    const bench = counting(store);
    const first = life(1, 9);
    await bench.receiver.take(await bench.subscription(), first.slice(0, 3));
    const copy = life(70, 2, at(first, 3), T + 2_500);
    await bench.receiver.take(await bench.subscription(), copy);
    await bench.receiver.take(await bench.subscription(), first.slice(3, 6)); // 4 to 6 are sealed after the copy began
    expect(bench.counted.aside).toEqual(['4 FORKED', '5 FORKED', '6 FORKED']);
    await bench.receiver.take(await bench.subscription(), life(90, 1, at(first, 9), T + 20_000));
    await bench.receiver.take(await bench.subscription(), first);
    expect(bench.counted.ended).toEqual(['1:3', '1:9', '70:0']);
    expect(await pendingIn(store)).toBe(0);
    expect((await chainOf(bench.receiver, await bench.subscription())).state).toBe('live');
  });

  it('on an empty database after a loss of everything makes readers void all its batches', async () => {
    const bench = counting(store);
    const first = life(1, 5);
    const second = life(70, 2, at(first, 3), T + 10_000);
    await bench.receiver.take(await bench.subscription(), [...first, ...second]);
    await bench.receiver.take(await bench.subscription(), life(90, 2, undefined, T + 20_000));
    expect(bench.counted).toMatchObject({ ended: ['1:3', '1:0', '70:0'], aside: [] });
    expect((await epochsOf(bench)).at(-1)).toMatchObject({ epoch: 90, state: 'live', through: 2n });
  });

  it('on an empty database without CX_DATABASE_LOST is a fork, and resolved by another start with it', async () => {
    const bench = counting(store);
    await bench.receiver.take(await bench.subscription(), life(1, 5));
    await bench.receiver.take(await bench.subscription(), life(1, 2, undefined, T + 10_000));
    expect(bench.counted).toMatchObject({ parcels: 5, aside: ['1 FORKED', '2 FORKED'] });
    await bench.receiver.take(await bench.subscription(), life(90, 1, undefined, T + 20_000));
    expect(bench.counted.ended).toEqual(['1:0']);
    expect(await pendingIn(store)).toBe(0);
    expect((await chainOf(bench.receiver, await bench.subscription())).state).toBe('live');
  });
});

describe.each(STORES)('poison, kept in %s,', (store) => {
  const poisonous = (batches: readonly RawBatch[], poison: RawBatch, die: () => Promise<void>) => {
    const counted = { numbers: [] as bigint[], aside: [] as string[] };
    const receiver = new Receiver({
      store: storeIn(store),
      installation: INSTALLATION,
      effects: {
        apply: async (_, some) => {
          if (some.some(({ number }) => number === poison.number)) {
            await die();
            throw Object.assign(new Error('bigint out of range'), { code: '22003' });
          }
          counted.numbers.push(...some.map(({ number }) => number));
        },
      },
      events: { onQuarantined: (_subscription, { number, reason }) => void counted.aside.push(`${number} ${reason}`) },
    });
    return {
      counted,
      receiver,
      take: async () =>
        receiver.take(
          await receiver.subscription(SHARD),
          batches.map((batch) => ({ ...batch, fromSource: true })),
        ),
    };
  };

  it('that the database rejects is isolated by halving and quarantined; its neighbours count', async () => {
    const line = life(1, 20);
    const { counted, take } = poisonous(line, at(line, 13), async () => {});
    await take();
    expect(counted.aside).toEqual(['13 NOT_APPLICABLE']);
    expect(counted.numbers.map(Number)).toEqual([...Array(20).keys()].map((n) => n + 1).filter((n) => n !== 13));
  });

  it('is redriven when the operator asks for it, and counts once', async () => {
    const line = life(1, 3);
    await poisonous(line, at(line, 2), async () => {}).take();
    const { counted, receiver, subscription } = counting(store);
    expect(await receiver.redrive(await subscription())).toBe(1);
    expect(await receiver.redrive(await subscription())).toBe(0);
    expect(counted.batches).toEqual([2n]);
  });

  it('that ends the process is isolated after a few crashes and quarantined unopened', async () => {
    const line = life(1, 100);
    let deaths = 0;
    const numbers: bigint[] = [];
    for (; deaths < 20; deaths++) {
      // A crashed process leaves its transaction unfinished.
      const { counted, take } = poisonous(line, at(line, 42), async () => {
        throw new CxError('STORE_UNAVAILABLE', 'the process is dead');
      });
      const isOver = await take().then(
        () => true,
        () => false,
      );
      numbers.push(...counted.numbers);
      if (!isOver) continue;
      expect(counted.aside).toEqual(['42 KILLS_PROCESS']);
      break;
    }
    expect(deaths).toBeLessThanOrEqual(6);
    expect(new Set(numbers).size).toBe(99);
    expect(numbers.length).toBe(99);
  });
});
