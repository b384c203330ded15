import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { isReadable, openBatch } from '#libs/batches/format/sealed-batch.js';
import { Receiver } from '#libs/batches/reader/receive.js';
import {
  chainOf,
  counting,
  forged,
  INSTALLATION,
  judge,
  raw,
  SHARD,
  STORES,
  sealed,
  sealer,
  setBenchUp,
  storeIn,
  ZERO,
} from './batches/bench.js';

setBenchUp();

describe.each(STORES)('the door, kept in %s', (store) => {
  const five = async () => {
    for (let round = 0; round < 5; round++) {
      await judge(1);
      await sealer().pass('observations', 1);
    }
    const batches = await sealed();
    return batches as [RawBatch, RawBatch, RawBatch, RawBatch, RawBatch];
  };

  it('gives the same counts for any order and any repetition', async () => {
    const [one, two, three, four, last] = await five();
    const { counted, receiver, subscription } = counting(store);
    await receiver.take(await subscription(), [three, one, one]);
    expect(await chainOf(receiver, await subscription())).toMatchObject({ through: 1n, ahead: 1 });
    await receiver.take(await subscription(), [last, three, two, four]);
    await receiver.take(await subscription(), [one, two, three, four, last]);
    expect(await chainOf(receiver, await subscription())).toEqual({ through: 5n, ahead: 0, state: 'live' });
    expect(counted.parcels).toBe(5);
  });

  it('counts every batch once when two readers compete', async () => {
    const batches = await five();
    const [a, b] = [counting(store), counting(store)];
    const subscription = await a.subscription();
    await Promise.all(
      batches.flatMap((batch) => [a.receiver.take(subscription, [batch]), b.receiver.take(subscription, [batch])]),
    );
    expect(a.counted.parcels + b.counted.parcels).toBe(5);
    expect(await chainOf(a.receiver, subscription)).toMatchObject({ through: 5n, ahead: 0 });
  });

  it('stores nothing for a reader that was paused while another one moved on', async () => {
    const [one, two, three] = await five();
    const awake = counting(store);
    const subscription = await awake.subscription();
    const sleepy = storeIn(store);
    const transaction = sleepy.transaction.bind(sleepy);
    let sleeps = 1;
    sleepy.transaction = async (work) => {
      if (sleeps-- > 0) await awake.receiver.take(subscription, [one, two, three]);
      await transaction(work);
    };
    const lost: string[] = [];
    const parcels: bigint[] = [];
    const receiver = new Receiver<unknown>({
      ...{ store: sleepy, installation: INSTALLATION },
      effects: { apply: async (_, batches) => void parcels.push(...batches.map(({ number }) => number)) },
      events: { onFenceLost: ({ source }) => void lost.push(source) },
    });
    await receiver.take(subscription, [one, two]);
    expect([lost, parcels, awake.counted.parcels]).toEqual([['delivery'], [], 3]);
    expect(await chainOf(receiver, subscription)).toMatchObject({ through: 3n });
  });

  it('stops a shard if one number has two contents', async () => {
    const [one] = await five();
    const { counted, receiver, subscription } = counting(store);
    await receiver.take(await subscription(), [one]);
    await receiver.take(await subscription(), [raw(1, 1n, forged(1n, ZERO))]);
    expect(counted.aside).toEqual(['1 FORKED']);
    expect((await chainOf(receiver, await subscription())).state).toBe('forked');
  });

  it('stops a shard if a batch does not continue its predecessor', async () => {
    const [one] = await five();
    const { counted, receiver, subscription } = counting(store);
    await receiver.take(await subscription(), [one, raw(1, 2n, forged(2n, ZERO))]);
    expect(counted.aside).toEqual(['2 CHAIN_BROKEN']);
  });

  it('fetches a batch that Kafka delivers damaged, and quarantines one that the source itself delivers damaged', async () => {
    const [one, , three] = await five();
    const { counted, receiver, subscription } = counting(store);
    const damaged = Buffer.from('not a batch');
    await receiver.take(await subscription(), [one, raw(1, 2n, damaged)]);
    expect(counted.aside).toEqual([]);
    await receiver.take(await subscription(), [raw(1, 2n, damaged, true)]);
    expect(counted.aside).toEqual(['2 UNDECODABLE']);
    expect((await chainOf(receiver, await subscription())).through).toBe(2n);
    await receiver.take(await subscription(), [three]); // continues the true batch 2, which this one is not
    expect(counted.aside).toEqual(['2 UNDECODABLE', '3 CHAIN_BROKEN']);
  });

  it('refuses a batch of another installation', async () => {
    const [one] = await five();
    const { counted, receiver, subscription } = counting(store, randomUUID());
    await receiver.take(await subscription(), [one]);
    expect(counted).toMatchObject({ parcels: 0, aside: ['1 FOREIGN'] });
  });

  it.each([
    ['ordering', { source: 'ordering' }],
    ['another shard', { shard: 2 }],
    ['milestones', { carries: 'milestones' }],
  ] as const)(
    'quarantines a batch of %s in the topic of delivery by name, and counts those of delivery',
    async (_, other) => {
      const [one, two] = await five();
      const { counted, receiver, subscription } = counting(store);
      await receiver.take(await subscription(), [one, raw(1, 2n, forged(2n, ZERO, {}, other)), two]);
      expect(counted).toMatchObject({ parcels: 2, aside: ['2 WRONG_SENDER'] });
      expect(await chainOf(receiver, await subscription())).toMatchObject({ through: 2n, state: 'live' });
    },
  );

  it('voids the batches of an ended epoch beyond its last surviving one', async () => {
    const [one, two, three] = await five();
    const { counted, receiver, subscription } = counting(store);
    await receiver.take(await subscription(), [one, two, three]);
    const survivor = openBatch(two.bytes);
    if (!isReadable(survivor)) throw new Error('it was just sealed');
    const reborn = forged(1n, survivor.sha256, { epoch: 2, continuesEpoch: 1, continuesNumber: 2n });
    await receiver.take(await subscription(), [raw(2, 1n, reborn)]);
    expect(counted.ended).toEqual(['1:2']);
    await receiver.take(await subscription(), [(await sealed())[3] as RawBatch]); // what the ended epoch still sends
    expect(counted.batches).toEqual([1n, 2n, 3n, 1n]);
  });

  it('stores nothing when applying a batch fails, and applies it the next time', async () => {
    const [one] = await five();
    const failing = new Receiver({
      store: storeIn(store),
      installation: INSTALLATION,
      effects: { apply: async () => Promise.reject(new Error('disk full')) },
    });
    await expect(failing.take(await failing.subscription(SHARD), [one])).rejects.toThrow('disk full');
    const { counted, receiver, subscription } = counting(store);
    await receiver.take(await subscription(), [one]);
    expect(counted.parcels).toBe(1);
  });
});
