import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { type KafkaCluster, startKafkaCluster } from '#test/stack/kafka-cluster.js';
import { until } from '#test/stack/until.js';

const TOPIC = 'cluster';

describe.skipIf(inject('kafkaBrokers') === '')(
  'three brokers with three replicas, of which two must be in sync',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'cx-cluster-'));
    const seen: string[] = [];
    const states: string[] = [];
    let cluster: KafkaCluster;
    let kafka: KafkaClient;

    beforeAll(async () => {
      cluster = await startKafkaCluster(folder);
      kafka = kafkajsClient({ brokers: cluster.brokers, clientId: 'cluster' });
      await kafka.ensureTopics([{ topic: TOPIC, partitions: 3 }]);
      await kafka.follow({
        from: [0, 1, 2].map((partition) => ({ topic: TOPIC, partition })),
        onRecords: async (_, __, records) =>
          void seen.push(...records.map(({ value }) => Buffer.from(value).toString())),
        onFault: (fault) => states.push(fault?.reason ?? 'works'),
      });
    });
    afterAll(async () => {
      await kafka?.close();
      await cluster?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Appends to every partition; as a relay does, again until Kafka has acknowledged. */
    const append = async (text: string) => {
      for (const partition of [0, 1, 2]) {
        const records = [{ value: Buffer.from(`${text}${partition}`) }];
        await until(
          () =>
            kafka.append(TOPIC, partition, records).then(
              () => true,
              () => false,
            ),
          60,
        );
      }
    };
    const hasAll = (text: string) => [0, 1, 2].every((partition) => seen.includes(`${text}${partition}`));

    it('all are there: every partition is written and read', async () => {
      await append('three-');
      await until(() => hasAll('three-'), 30);
      await until(() => states.at(-1) === 'works');
    });

    it('one is killed: writing and reading go on', async () => {
      await cluster.nodes[0]?.kill();
      await append('two-');
      await until(() => hasAll('two-'), 60);
      await until(() => states.at(-1) === 'works');
    });

    it('two are killed: nothing is acknowledged, and the reason has a name', async () => {
      await cluster.nodes[1]?.kill();
      const refused = await kafka.append(TOPIC, 0, [{ value: Buffer.from('one') }]).catch((error: unknown) => error);
      expect(['REPLICAS_MISSING', 'BROKERS_PARTLY_UNREACHABLE']).toContain((refused as { reason?: string }).reason);
      await until(() => ['REPLICAS_MISSING', 'BROKERS_PARTLY_UNREACHABLE'].includes(states.at(-1) ?? ''), 60);
    });
  },
);
