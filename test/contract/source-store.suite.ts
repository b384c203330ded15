import { describe, expect, it } from 'vitest';
import { sha256 } from '#libs/batches/format/sealed-batch.js';
import type { OwnShard, SourceStore } from '#libs/batches/source/source-store.js';

const SHARD: OwnShard = { carries: 'observations', shard: 1 };

/** An empty database of a source. */
export interface SourceUnderTest<Tx> {
  readonly store: SourceStore<Tx>;
  addToOutbox(tx: Tx, content: Buffer): Promise<unknown>;
  /** Restarts the server. */
  restart(): Promise<unknown>;
  /** Lets time pass since the last acknowledgement of the readers. */
  pass(ms: number): Promise<unknown>;
}

/** The contract of every store of a source. */
export function sourceStoreSuite<Tx>(name: string, fresh: () => SourceUnderTest<Tx>): void {
  const found = ({ store }: SourceUnderTest<Tx>, shard = SHARD, wasLost = false) =>
    store.transaction((tx) => store.createShard(tx, shard, wasLost));
  const open = async () => {
    const one = fresh();
    await found(one);
    return one;
  };
  const batch = (number: bigint, epoch = 1) => {
    const bytes = Buffer.from(`${epoch}:${number}`);
    return { epoch, number, bytes, sha256: sha256(bytes), sealedAt: new Date(1_000), outboxIds: [] };
  };
  const seal = ({ store }: SourceUnderTest<Tx>, ...batches: ReturnType<typeof batch>[]) =>
    store.transaction(async (tx) => {
      for (const one of batches) await store.addBatch(tx, SHARD, one);
      const newest = batches.at(-1) ?? batch(0n);
      const to = { nextNumber: newest.number + 1n, headSha256: newest.sha256, sealedAt: newest.sealedAt };
      await store.moveShard(tx, SHARD, { ...to, stateSha256: sha256(Buffer.alloc(0)) });
    });

  describe(`a source's store in ${name}`, () => {
    it('returns the rows of committed transactions, oldest first, and none of a failed one', async () => {
      const { store, addToOutbox } = await open();
      await store.transaction(async (tx) => {
        for (const content of ['a', 'b', 'c']) await addToOutbox(tx, Buffer.from(content));
      });
      const failed = store.transaction(async (tx) => {
        const [first] = await store.takeOutbox(tx, SHARD, 2);
        await store.removeOutbox(tx, SHARD, [first?.id ?? 0n]);
        throw new Error('on purpose');
      });
      await expect(failed).rejects.toThrow('on purpose');
      const rows = await store.transaction((tx) => store.takeOutbox(tx, SHARD, 2));
      expect(rows.map(({ content }) => String(content))).toEqual(['a', 'b']);
    });

    it('lets an open transaction see what others have committed meanwhile', async () => {
      const { store, addToOutbox } = await open();
      const seen = await store.transaction(async (tx) => {
        const before = await store.takeOutbox(tx, SHARD, 9);
        await store.transaction((other) => addToOutbox(other, Buffer.from('meanwhile')));
        return [before, await store.takeOutbox(tx, SHARD, 9)].map((rows) => rows.map(({ content }) => String(content)));
      });
      expect(seen).toEqual([[], ['meanwhile']]);
    });

    it('creates a shard once; one that may have existed before begins with an epoch from the clock', async () => {
      const one = await open();
      await seal(one, batch(1n));
      await found(one);
      await found(one, { carries: 'observations', shard: 2 });
      const [first, second] = await one.store.heads();
      expect(first).toMatchObject({ shard: 1, epoch: 1, newestNumber: 1n });
      expect(second).toMatchObject({ shard: 2, newestNumber: 0n });
      expect(second?.epoch).toBeGreaterThan(100_000_000);
    });

    it('creates its first shards with an epoch from the clock if the operator declares the loss, and once only', async () => {
      const one = fresh();
      await found(one, SHARD, true);
      const [first] = await one.store.heads();
      expect(first).toMatchObject({ shard: 1, newestNumber: 0n });
      expect(first?.epoch).toBeGreaterThan(100_000_000);
      await seal(one, batch(1n, first?.epoch));
      await found(one, SHARD, true);
      expect(await one.store.heads()).toMatchObject([{ epoch: first?.epoch, newestNumber: 1n }]);
    });

    it('seals a number once', async () => {
      const one = await open();
      await seal(one, batch(1n));
      await expect(seal(one, batch(1n))).rejects.toThrow();
    });

    it('gives the lock of a shard to one transaction at a time', async () => {
      const { store } = await open();
      const sealNext = () =>
        store.transaction(async (tx) => {
          const row = await store.lockShard(tx, SHARD);
          await seal0(tx, row?.nextNumber ?? 0n);
        });
      const seal0 = async (tx: Tx, number: bigint) => {
        await store.addBatch(tx, SHARD, batch(number));
        const to = { nextNumber: number + 1n, headSha256: batch(number).sha256, sealedAt: new Date(1_000) };
        await store.moveShard(tx, SHARD, { ...to, stateSha256: Buffer.alloc(32) });
      };
      await Promise.all([sealNext(), sealNext(), sealNext()]);
      expect((await store.find(SHARD, { epoch: 1, number: 1n }, 9)).map(({ number }) => number)).toEqual([1n, 2n, 3n]);
    });

    it('recognises a restarted server, and begins an epoch that names its predecessor', async () => {
      const one = await open();
      await seal(one, batch(1n), batch(2n));
      await one.restart();
      const rows = await one.store.transaction(async (tx) => {
        const before = await one.store.lockShard(tx, SHARD);
        await one.store.beginEpoch(tx, SHARD);
        return [before, await one.store.lockShard(tx, SHARD)];
      });
      expect(rows.map((row) => row?.isNewIncarnation)).toEqual([true, false]);
      expect(rows[1]).toMatchObject({ nextNumber: 1n, continues: { epoch: 1, number: 2n } });
      expect(rows[1]?.epoch).toBeGreaterThan(100_000_000);
    });

    it('moves the marks of Kafka and of readers forward only', async () => {
      const { store, ...rest } = await open();
      await seal({ store, ...rest }, batch(1n), batch(2n), batch(3n));
      for (const number of [2n, 1n]) {
        await store.markPublished(SHARD, { epoch: 1, number });
        await store.acknowledge(SHARD, 'scoring', { epoch: 1, number });
      }
      expect((await store.unpublished(SHARD, 9)).map(({ number }) => number)).toEqual([3n]);
      const marks = { publishedNumber: 2n, acknowledgedNumber: 2n };
      expect(await store.heads()).toEqual([
        { ...SHARD, epoch: 1, newestNumber: 3n, oldestNumber: 1n, newestSha256: batch(3n).sha256, ...marks },
      ]);
    });

    it('finds the batches that it has, and reports those that it has not', async () => {
      const one = await open();
      expect([await one.store.oldest(SHARD, 1), await one.store.oldest(SHARD, 2)]).toEqual([null, undefined]);
      await seal(one, batch(1n), batch(2n));
      expect(await one.store.oldest(SHARD, 1)).toBe(1n);
      expect(await one.store.hashOf(SHARD, batch(2n))).toEqual(batch(2n).sha256);
      expect(await one.store.hashOf(SHARD, batch(3n))).toBeUndefined();
    });

    describe('keeps', () => {
      const DAY = 86_400_000;
      const sealedThree = async () => {
        const one = await open();
        await seal(one, batch(1n), batch(2n), batch(3n));
        const kept = async () => (await one.store.find(SHARD, { epoch: 1, number: 1n }, 9)).map(({ number }) => number);
        const acknowledge = (reader: string, number: bigint) =>
          one.store.acknowledge(SHARD, reader, { epoch: 1, number });
        return { ...one, kept, acknowledge };
      };

      it('a batch until all readers have had it for the retention time, however old it is', async () => {
        const { store, pass, kept, acknowledge } = await sealedThree();
        await pass(100 * DAY);
        await acknowledge('scoring', 3n);
        await acknowledge('warehouse', 2n);
        expect([await store.retain(35 * DAY), await kept()]).toEqual([0, [1n, 2n, 3n]]);
        await pass(34 * DAY);
        expect([await store.retain(35 * DAY), await kept()]).toEqual([0, [1n, 2n, 3n]]);
        await pass(2 * DAY);
        expect([await store.retain(35 * DAY), await kept()]).toEqual([2, [3n]]);
      });

      it('a batch that a later reader still needs', async () => {
        const { store, pass, kept, acknowledge } = await sealedThree();
        await acknowledge('scoring', 3n);
        await store.retain(35 * DAY);
        await acknowledge('delivery', 1n);
        await pass(36 * DAY);
        expect([await store.retain(35 * DAY), await kept()]).toEqual([1, [2n, 3n]]);
      });

      it('everything until a reader has acknowledged something', async () => {
        const { store, pass, kept } = await sealedThree();
        await store.retain(35 * DAY);
        await pass(100 * DAY);
        expect([await store.retain(35 * DAY), await kept()]).toEqual([0, [1n, 2n, 3n]]);
      });
    });
  });
}
