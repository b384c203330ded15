import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import type { Subscription } from '#libs/batches/reader/receive.js';
import { supplyFromKafka } from '#libs/batches/transport/kafka-supply.js';
import { MemoryKafka } from '#test/doubles/memory-kafka.js';
import { until } from '#test/stack/until.js';
import { chainOf, counting, judge, relayTo, sealedBatches, sealer, setBenchUp, source, ZERO } from './batches/bench.js';

setBenchUp();

describe('sealing', () => {
  it('numbers batches without gaps, chains them by hash, and marks the last of a pass as drained', async () => {
    await judge(700);
    await judge(700);
    await sealer().pass('observations', 1);
    await judge(1);
    await sealer().pass('observations', 1);
    const batches = await sealedBatches();
    expect(batches.map(({ number }) => number)).toEqual([1n, 2n, 3n].slice(0, batches.length));
    expect(batches.at(-1)?.drained).toBe(true);
    const previous = [ZERO, ...batches.map((batch) => batch.sha256)].slice(0, -1);
    expect(batches.map(({ previousSha256 }) => previousSha256.toString('hex'))).toEqual(
      previous.map((hash) => hash.toString('hex')),
    );
    expect(batches.flatMap(({ cells }) => [...cells]).reduce((sum, { hits }) => sum + hits, 0)).toBe(1_401);
  });

  it('seals every transaction once when two sealers run', async () => {
    await Promise.all(Array.from({ length: 20 }, () => judge(3)));
    const [a, b] = [sealer(), sealer()];
    await Promise.all([a.pass('observations', 1), b.pass('observations', 1), a.pass('observations', 1)]);
    const parcels = (await sealedBatches()).flatMap(({ cells }) => [...cells]).reduce((sum, { hits }) => sum + hits, 0);
    expect(parcels).toBe(60);
    expect(await source.query('select from outbox')).toEqual([]);
  });

  it('seals nothing while nothing changes, and an empty batch after the idle time', async () => {
    await sealer(0).pass('observations', 1);
    const before = (await sealedBatches()).length;
    await sealer(60_000).pass('observations', 1);
    expect((await sealedBatches()).length).toBe(before);
    await sealer(0).pass('observations', 1);
    expect((await sealedBatches()).length).toBe(before + 1);
  });

  it('begins a new epoch after a start of the database server, and names the surviving batch', async () => {
    await judge(1);
    await sealer().pass('observations', 1);
    await source.execute("update own_shard set server_started_at = server_started_at - interval '1 hour'");
    await judge(1);
    await sealer().pass('observations', 1);
    const [first, second] = await sealedBatches();
    expect(second).toMatchObject({ number: 1n, continuesEpoch: 1, continuesNumber: 1n });
    expect(second?.epoch).toBeGreaterThan(200_000_000); // seconds since 2020: two restores never claim the same
    expect(second?.previousSha256.equals(first?.sha256 ?? ZERO)).toBe(true);
  });
});

describe('the way by Kafka', () => {
  it('delivers every batch once, even if two relays publish it or one publishes it twice', async () => {
    const kafka = new MemoryKafka();
    const { counted, receiver, subscription } = counting();
    for (let round = 0; round < 5; round++) {
      await judge(10);
      await sealer().pass('observations', 1);
    }
    await Promise.all([relayTo(kafka).pass(), relayTo(kafka).pass()]);
    await source.execute('update own_shard set published_number = 2'); // crashed between Kafka's answer and the mark
    await relayTo(kafka).pass();
    const following = await supplyFromKafka(kafka, receiver, [await subscription()], () => {});
    await until(async () => (await chainOf(receiver, await subscription())).through === 5n);
    await following.close();
    expect(counted).toMatchObject({ parcels: 50, batches: [1n, 2n, 3n, 4n, 5n], aside: [] });
  });

  it('retries a chunk that failed before it accepts a later one, however often it fails', async () => {
    const kafka = new MemoryKafka();
    const { counted, receiver, subscription } = counting();
    let failures = 3;
    const door = {
      progress: (of: Subscription) => receiver.progress(of),
      take: async (of: Subscription, raws: readonly RawBatch[]) => {
        if (failures-- > 0) throw new Error('not now');
        await receiver.take(of, raws);
      },
    };
    const following = await supplyFromKafka(kafka, door, [await subscription()], () => {});
    for (let round = 0; round < 6; round++) {
      await judge(10);
      await sealer().pass('observations', 1);
      await relayTo(kafka).pass();
      await pause(20);
    }
    await until(async () => (await chainOf(receiver, await subscription())).through === 6n);
    await following.close();
    expect(counted).toMatchObject({ parcels: 60, batches: [1n, 2n, 3n, 4n, 5n, 6n], aside: [] });
  });

  it('leaves a batch that no broker accepts to repair, and publishes the later ones', async () => {
    const kafka = new MemoryKafka();
    const row = { metric: 'arrived_at_last', definition: 1, day: '2018-03-02', cases: 1n, waitsFor: 'warehouse' };
    const waiting = Array.from({ length: 20_000 }, (_, place) => ({ ...row, unit: `area/${place}` }));
    await judge(1);
    await sealer(60_000, waiting).pass('observations', 1);
    await judge(1);
    await sealer().pass('observations', 1);
    const relay = relayTo(kafka);
    expect([await relay.pass(), await relay.pass()]).toEqual([2, 0]);
    expect(kafka.partition('cx.observations.delivery.v1', 0).map(({ headers }) => headers['cx-number'])).toEqual(['2']);
  });

  it('keeps sealed batches while no broker answers', async () => {
    const kafka = new MemoryKafka();
    kafka.setReachable(false);
    await judge(1);
    await sealer().pass('observations', 1);
    const relay = relayTo(kafka);
    await expect(relay.pass()).rejects.toThrow('no broker');
    kafka.setReachable(true);
    expect(await relay.pass()).toBe(1);
  });

  it('marks no batch as published that a broker did not accept', async () => {
    const kafka = new MemoryKafka();
    const relay = relayTo(kafka);
    await judge(1);
    await sealer().pass('observations', 1);
    await relay.pass();
    kafka.setReachable(false);
    await judge(1);
    await sealer().pass('observations', 1);
    await expect(relay.pass()).rejects.toThrow('no broker');
    kafka.setReachable(true);
    expect(await relayTo(kafka).pass()).toBe(1);
    expect(kafka.partition('cx.observations.delivery.v1', 0)).toHaveLength(2);
  });
});
