import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cellsOf } from '#libs/batches/cells.js';
import { openShards } from '#libs/batches/open-shards.js';
import { addToOutbox } from '#libs/batches/outbox.js';
import { Relay } from '#libs/batches/publish.js';
import { type Lane, type RawBatch, Receiver } from '#libs/batches/receive.js';
import { Sealer } from '#libs/batches/seal.js';
import { isReadable, openBatch, sealBatch, sha256 } from '#libs/batches/sealed-batch.js';
import { supplyFromKafka } from '#libs/batches/supply.js';
import type { ShardId } from '#libs/batches/topics.js';
import { METRICS_SHA256 } from '#libs/catalogue/catalogue.js';
import type { Cell } from '#libs/domain/observation.js';
import { MemoryLog } from '#libs/kafka/memory-log.js';
import { Database } from '#libs/postgres/database.js';
import { migrate } from '#libs/postgres/migrate.js';
import { freshDatabase } from '#test/stack/database.js';
import { until } from './log.suite.js';

const INSTALLATION = randomUUID();
const SHARD: ShardId = { source: 'delivery', carries: 'observations', shard: 1 };
const ZERO = Buffer.alloc(32);
const folder = (path: string) => new URL(`../../libs/batches/${path}/`, import.meta.url);

const cell: Cell = {
  metric: 'delivered_by_first_promise',
  definition: 1,
  unit: 'area/sp',
  day: '2018-03-02',
  class: 'ACCOUNTABLE',
  reason: '',
  responsible: '',
  origin: 'REPORTED',
};

let source: Database;
let reader: Database;

const drops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const open = async (name: string, set: string, path: string) => {
    const { url, drop } = await freshDatabase(name);
    drops.push(drop);
    const database = new Database({ url, name });
    await migrate(database, [{ name: set, folder: folder(path) }]);
    return database;
  };
  source = await open('batches_source', 'batches', 'migrations');
  reader = await open('batches_reader', 'receiver', 'migrations-receiver');
});
afterAll(async () => {
  await source.close();
  await reader.close();
  for (const drop of drops) await drop();
});
beforeEach(async () => {
  await source.execute('truncate own_shard, outbox, batch, acknowledged');
  await reader.execute('truncate shard, shard_progress, received_batch, quarantine cascade');
  await openShards(source, 'observations', 1);
});

/** A transaction that judged so many parcels. */
function judge(parcels: number) {
  const observations = Array.from({ length: parcels }, () => ({
    cell,
    ref: sha256(Buffer.from(randomUUID())).subarray(0, 16),
    kind: 'record' as const,
    hits: 1,
    misses: 0,
  }));
  return source.transaction((tx) => addToOutbox(tx, { carries: 'observations', shard: 1, observations }));
}

function sealer(idleMs = 60_000) {
  return new Sealer({
    database: source,
    installation: INSTALLATION,
    source: 'delivery',
    readFeeds: async () => [],
    countWaiting: async () => [],
    idleMs,
  });
}

async function sealedBatches() {
  const rows = await source.query<{ bytes: Buffer }>('select bytes from batch order by epoch, number');
  return rows.map(({ bytes }) => openBatch(bytes)).filter(isReadable);
}

const sealed = async () => (await sealedBatches()).map((batch) => raw(batch.epoch, batch.number, batch.bytes));
const raw = (epoch: number, number: bigint, bytes: Uint8Array, fromSource = false): RawBatch => ({
  epoch,
  number,
  bytes,
  fromSource,
});

/** A reader that counts parcels, as scoring does with more care. */
function counting(installation = INSTALLATION) {
  const counted = { parcels: 0, batches: [] as bigint[], ghosts: [] as bigint[], fences: 0, aside: [] as string[] };
  const receiver = new Receiver({
    database: reader,
    installation,
    effects: {
      apply: async (_tx, _lane, batches) => {
        for (const batch of batches) {
          counted.batches.push(batch.number);
          counted.parcels += batch.cells.reduce((sum, { hits }) => sum + hits.length / 16, 0);
        }
      },
      voidGhosts: async (_tx, _lane, _epoch, beyond) => void counted.ghosts.push(beyond),
    },
    events: {
      onFenceLost: () => {
        counted.fences += 1;
      },
      onQuarantined: (_lane, number, reason) => void counted.aside.push(`${number} ${reason}`),
    },
  });
  return { counted, receiver, lane: () => receiver.lane(SHARD) };
}

async function chainOf(receiver: Receiver, lane: Lane) {
  const progress = (await receiver.progress(lane)).at(-1);
  return { through: progress?.chain.appliedThrough, ahead: progress?.chain.ahead.length, state: progress?.state };
}

describe('sealing', () => {
  it('gives gap-free numbers, chains them by hash, and the last of a pass is drained', async () => {
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
    expect(batches.flatMap(({ cells }) => cells).reduce((sum, { hits }) => sum + hits.length / 16, 0)).toBe(1_401);
  });

  it('by two sealers at once seals every transaction once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => judge(3)));
    const [a, b] = [sealer(), sealer()];
    await Promise.all([a.pass('observations', 1), b.pass('observations', 1), a.pass('observations', 1)]);
    const parcels = (await sealedBatches())
      .flatMap(({ cells }) => cells)
      .reduce((sum, { hits }) => sum + hits.length / 16, 0);
    expect(parcels).toBe(60);
    expect(await source.query('select from outbox')).toEqual([]);
  });

  it('says nothing twice while idle, and something once the idle time is over', async () => {
    await sealer(0).pass('observations', 1);
    const before = (await sealedBatches()).length;
    await sealer(60_000).pass('observations', 1);
    expect((await sealedBatches()).length).toBe(before);
    await sealer(0).pass('observations', 1);
    expect((await sealedBatches()).length).toBe(before + 1);
  });

  it('begins a new epoch when another cluster sealed last, and names the batch that survived', async () => {
    await judge(1);
    await sealer().pass('observations', 1);
    await source.execute("update own_shard set system_id = 'another cluster'");
    await openShards(source, 'observations', 1);
    await openShards(source, 'observations', 1); // once per life, not per start
    await judge(1);
    await sealer().pass('observations', 1);
    const [first, second] = await sealedBatches();
    expect(second).toMatchObject({ epoch: 2, number: 1n, continuesNumber: 1n });
    expect(second?.previousSha256.equals(first?.sha256 ?? ZERO)).toBe(true);
  });
});

describe('the way through Kafka', () => {
  it('brings every batch once, whatever is published twice or by two', async () => {
    const log = new MemoryLog();
    const { counted, receiver, lane } = counting();
    for (let round = 0; round < 5; round++) {
      await judge(10);
      await sealer().pass('observations', 1);
    }
    await Promise.all([new Relay(source, log, [SHARD]).pass(), new Relay(source, log, [SHARD]).pass()]);
    await source.execute('update own_shard set published_number = 2'); // died between Kafka's answer and the mark
    await new Relay(source, log, [SHARD]).pass();
    const following = await supplyFromKafka(log, receiver, [await lane()], () => {});
    await until(async () => (await chainOf(receiver, await lane())).through === 5n);
    await following.close();
    expect(counted).toMatchObject({ parcels: 50, batches: [1n, 2n, 3n, 4n, 5n], aside: [] });
  });

  it('keeps what is sealed while no broker answers', async () => {
    const log = new MemoryLog();
    log.setReachable(false);
    await judge(1);
    await sealer().pass('observations', 1);
    const relay = new Relay(source, log, [SHARD]);
    await expect(relay.pass()).rejects.toThrow('no broker');
    log.setReachable(true);
    expect(await relay.pass()).toBe(1);
  });
});

describe('the door', () => {
  const five = async () => {
    for (let round = 0; round < 5; round++) {
      await judge(1);
      await sealer().pass('observations', 1);
    }
    const batches = await sealed();
    return batches as [RawBatch, RawBatch, RawBatch, RawBatch, RawBatch];
  };

  it('takes any order and any repetition for the same', async () => {
    const [one, two, three, four, last] = await five();
    const { counted, receiver, lane } = counting();
    await receiver.take(await lane(), [three, one, one]);
    expect(await chainOf(receiver, await lane())).toMatchObject({ through: 1n, ahead: 1 });
    await receiver.take(await lane(), [last, three, two, four]);
    await receiver.take(await lane(), [one, two, three, four, last]);
    expect(await chainOf(receiver, await lane())).toEqual({ through: 5n, ahead: 0, state: 'live' });
    expect(counted.parcels).toBe(5);
  });

  it('lets two readers fight, and counts every batch once', async () => {
    const batches = await five();
    const [a, b] = [counting(), counting()];
    const lane = await a.lane();
    await Promise.all(batches.flatMap((batch) => [a.receiver.take(lane, [batch]), b.receiver.take(lane, [batch])]));
    expect(a.counted.parcels + b.counted.parcels).toBe(5);
    expect(await chainOf(a.receiver, lane)).toMatchObject({ through: 5n, ahead: 0 });
  });

  it('stops a shard where one number has two contents', async () => {
    const [one] = await five();
    const { counted, receiver, lane } = counting();
    await receiver.take(await lane(), [one]);
    await receiver.take(await lane(), [raw(1, 1n, forged(1n, ZERO))]);
    expect(counted.aside).toEqual(['1 FORKED']);
    expect((await chainOf(receiver, await lane())).state).toBe('forked');
  });

  it('stops a shard where a batch does not continue the one before', async () => {
    const [one] = await five();
    const { counted, receiver, lane } = counting();
    await receiver.take(await lane(), [one, raw(1, 2n, forged(2n, ZERO))]);
    expect(counted.aside).toEqual(['2 CHAIN_BROKEN']);
  });

  it('takes damage on the way for a loss, and puts aside what the source itself gives damaged', async () => {
    const [one, , three] = await five();
    const { counted, receiver, lane } = counting();
    const damaged = Buffer.from('not a batch');
    await receiver.take(await lane(), [one, raw(1, 2n, damaged)]);
    expect(counted.aside).toEqual([]);
    await receiver.take(await lane(), [raw(1, 2n, damaged, true)]);
    expect(counted.aside).toEqual(['2 UNDECODABLE']);
    expect((await chainOf(receiver, await lane())).through).toBe(2n);
    await receiver.take(await lane(), [three]); // continues the true batch 2, which this one is not
    expect(counted.aside).toEqual(['2 UNDECODABLE', '3 CHAIN_BROKEN']);
  });

  it('refuses a batch of another company', async () => {
    const [one] = await five();
    const { counted, receiver, lane } = counting(randomUUID());
    await receiver.take(await lane(), [one]);
    expect(counted).toMatchObject({ parcels: 0, aside: ['1 FOREIGN'] });
  });

  it('takes back what an ended epoch had beyond the batch that survived', async () => {
    const [one, two, three] = await five();
    const { counted, receiver, lane } = counting();
    await receiver.take(await lane(), [one, two, three]);
    const survivor = openBatch(two.bytes);
    if (!isReadable(survivor)) throw new Error('it was just sealed');
    const reborn = forged(1n, survivor.sha256, { epoch: 2, continuesNumber: 2n });
    await receiver.take(await lane(), [raw(2, 1n, reborn)]);
    expect(counted.ghosts).toEqual([2n]);
    await receiver.take(await lane(), [(await sealed())[3] as RawBatch]); // what the dead epoch still sends
    expect(counted.batches).toEqual([1n, 2n, 3n, 1n]);
  });

  it('stores nothing when what it does with a batch fails, and takes it the next time', async () => {
    const [one] = await five();
    const failing = new Receiver({
      database: reader,
      installation: INSTALLATION,
      effects: { apply: async () => Promise.reject(new Error('disk full')) },
    });
    await expect(failing.take(await failing.lane(SHARD), [one])).rejects.toThrow('disk full');
    const { counted, receiver, lane } = counting();
    await receiver.take(await lane(), [one]);
    expect(counted.parcels).toBe(1);
  });
});

/** A batch as another source would seal it: a hit of a parcel of its own. */
function forged(
  number: bigint,
  previousSha256: Buffer,
  change: { epoch?: number; continuesNumber?: bigint } = {},
): Buffer {
  const observations = [
    { cell, ref: sha256(Buffer.from(randomUUID())).subarray(0, 16), kind: 'record' as const, hits: 1, misses: 0 },
  ];
  const { bytes } = sealBatch({
    ...{
      installation: INSTALLATION,
      ...SHARD,
      epoch: change.epoch ?? 1,
      number,
      previousSha256,
      continuesNumber: change.continuesNumber ?? 0n,
    },
    ...{ sealedAt: Date.now(), drained: true, catalogueSha256: METRICS_SHA256, feeds: [], waiting: undefined },
    content: { cells: cellsOf(observations) },
  });
  return bytes;
}
