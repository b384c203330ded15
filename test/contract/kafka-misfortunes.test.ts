import { randomUUID } from 'node:crypto';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { topicOf } from '#libs/batches/format/topics.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { shardsOf, streamOf } from '#libs/batches/source/serve.js';
import type { BatchSource } from '#libs/batches/transport/batch-source.js';
import { supplyFromKafka } from '#libs/batches/transport/kafka-supply.js';
import { createRepairCheck } from '#libs/batches/transport/periodic-repair.js';
import { Repair } from '#libs/batches/transport/repair.js';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { until } from '#test/stack/until.js';
import { chainOf, counting, judge, reader, relayTo, SHARD, sealer, setBenchUp, source } from './batches/bench.js';

setBenchUp();
const brokers = inject('kafkaBrokers');

/**
 * Accidents that happen to topics. The product has no code for any of them: each one ends as repeats, which are dropped, or as
 * gaps, which are fetched from the source.
 */
describe.skipIf(brokers === '')('on a real Kafka', () => {
  const kafka = new Kafka({ brokers: brokers.split(','), clientId: 'misfortunes', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const logs: KafkaClient[] = [];
  beforeAll(() => admin.connect());
  afterAll(async () => {
    await admin.disconnect();
    await Promise.all(logs.map((log) => log.close()));
  });

  /** A reader and a relay on a topic of their own. */
  const installation = async () => {
    const suffix = randomUUID();
    const log = elsewhere(kafkajsClient({ brokers, clientId: 'misfortunes' }), suffix);
    logs.push(log);
    const topic = `${topicOf(SHARD)}.${suffix}`;
    await log.ensureTopics([{ topic: topicOf(SHARD), partitions: 1 }]);
    const { counted, receiver, subscription } = counting();
    const repair = new Repair(receiver, asked());
    const check = createRepairCheck({
      repair,
      subscriptions: [await subscription()],
      hasKafka: true,
      onMissing: () => undefined,
    });
    const counts = async (through: bigint) => (await chainOf(receiver, await subscription())).through === through;
    return {
      ...{ topic, counted },
      untilCounted: (through: bigint) => until(() => counts(through)),
      /** The same, with a repair check before each look. */
      untilRepaired: (through: bigint) =>
        until(async () => {
          await check(new AbortController().signal);
          return counts(through);
        }),
      follow: async () => supplyFromKafka(log, receiver, [await subscription()], () => {}),
      /** Publishes so many batches of ten parcels, again and again while Kafka refuses them. */
      publish: async (batches: number) => {
        for (let sealed = 0; sealed < batches; sealed++) {
          await judge(10);
          await sealer().pass('observations', 1);
        }
        const relay = relayTo(log);
        await until(() =>
          relay.pass().then(
            () => true,
            () => false,
          ),
        );
      },
    };
  };

  it('counts everything when a topic is deleted and created again', async () => {
    const { topic, counted, follow, publish, untilCounted, untilRepaired } = await installation();
    const following = await follow();
    await publish(3);
    await untilCounted(3n);
    await admin.deleteTopics({ topics: [topic] });
    await publish(3);
    await untilRepaired(6n);
    await following.close();
    expect(counted).toMatchObject({ parcels: 60, aside: [] });
  });

  it('counts everything when a topic gets more partitions', async () => {
    const { topic, counted, follow, publish, untilCounted } = await installation();
    const following = await follow();
    await publish(2);
    await admin.createPartitions({ topicPartitions: [{ topic, count: 5 }] });
    await publish(2);
    await untilCounted(4n);
    await following.close();
    expect(counted).toMatchObject({ parcels: 40, batches: [1n, 2n, 3n, 4n], aside: [] });
  });

  it('counts nothing twice when a reader starts again at the oldest record', async () => {
    const { counted, follow, publish, untilCounted } = await installation();
    const first = await follow();
    await publish(4);
    await untilCounted(4n);
    await first.close();
    await reader.execute('update shard_progress set kafka_next_offset = 0');
    const second = await follow();
    await publish(1);
    await untilCounted(5n);
    await second.close();
    expect(counted).toMatchObject({ parcels: 50, batches: [1n, 2n, 3n, 4n, 5n], aside: [] });
  });

  it('fetches from the source what Kafka deleted before it was read', async () => {
    const { topic, counted, follow, publish, untilRepaired } = await installation();
    await publish(5);
    await admin.fetchTopicOffsets(topic); // or kafkajs does not know who leads it
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] });
    const following = await follow();
    await untilRepaired(5n);
    await following.close();
    expect(counted).toMatchObject({ parcels: 50, aside: [] });
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])(
    'counts everything on a topic that its brokers compress with %s',
    async (codec) => {
      const { topic, counted, follow, publish, untilCounted } = await installation();
      const configEntries = [{ name: 'compression.type', value: codec }];
      await admin.alterConfigs({
        validateOnly: false,
        resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }],
      });
      const following = await follow();
      await publish(3);
      await untilCounted(3n);
      await following.close();
      expect(counted).toMatchObject({ parcels: 30, batches: [1n, 2n, 3n], aside: [] });
    },
  );

  it('goes on with another cluster, which has no records and other offsets', async () => {
    const before = await installation();
    const following = await before.follow();
    await before.publish(3);
    await before.untilCounted(3n);
    await following.close();
    await reader.execute('update shard_progress set kafka_next_offset = 1000000');
    const after = await installation();
    const onTheNext = await after.follow();
    await after.publish(2);
    await after.untilCounted(5n);
    await onTheNext.close();
    expect(before.counted.parcels + after.counted.parcels).toBe(50);
    expect(after.counted).toMatchObject({ batches: [4n, 5n], aside: [] });
  });
});

/** The same log under other names of topics. */
function elsewhere(log: KafkaClient, suffix: string): KafkaClient {
  const named = (topic: string) => `${topic}.${suffix}`;
  return {
    ensureTopics: (topics) => log.ensureTopics(topics.map((spec) => ({ ...spec, topic: named(spec.topic) }))),
    append: (topic, partition, records) => log.append(named(topic), partition, records),
    follow: ({ from, onRecords, ...options }) =>
      log.follow({
        ...options,
        from: from.map((place) => ({ ...place, topic: named(place.topic) })),
        onRecords: (topic, ...rest) => onRecords(topic.slice(0, -suffix.length - 1), ...rest),
      }),
    isReachable: () => log.isReachable(),
    close: () => log.close(),
  };
}

/** The source as it answers readers, without a process around it. */
function asked(): BatchSource {
  const store = () => new PostgresSourceStore(source);
  return {
    heads: () => shardsOf(store()),
    batches: (shard, epoch, firstNumber, lastNumber) =>
      streamOf(store(), shard, { epoch, firstNumber, lastNumber }, new AbortController().signal),
    acknowledge: async () => undefined,
    close: () => undefined,
  };
}
