import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs, { Kafka, logLevel } from 'kafkajs';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type LocalKafka, startKafka } from '#deploy/local/kafka.js';
import { TransportFaults } from '#libs/batches/transport/transport-faults.js';
import { registerCodecs } from '#libs/kafka/codecs.js';
import type { FollowOptions, KafkaClient } from '#libs/kafka/kafka-client.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { createMetrics } from '#libs/metrics/metrics.js';
import { systemClock } from '#libs/runtime/clock.js';
import { until } from '#test/stack/until.js';

const ZSTD = 4;
type FollowingOptions = Partial<FollowOptions> & { readonly partition?: number };

/** A broker where every right is granted unless one is denied, and where topics may be limited. */
describe.skipIf(inject('kafkaBrokers') === '')('what keeps a process from using Kafka has a name', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-faults-'));
  const clients: KafkaClient[] = [];
  let broker: LocalKafka;
  const admin = () => new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING }).admin();

  beforeAll(async () => {
    const authorizer = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer';
    const rights = { 'authorizer.class.name': authorizer, 'allow.everyone.if.no.acl.found': 'true' };
    broker = await startKafka({ dataDir, settings: rights });
    await untilGroupsWork();
  });
  afterEach(async () => {
    registerCodecs();
    await Promise.all(clients.splice(0).map((client) => client.close()));
  });
  afterAll(async () => {
    await broker?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const client = (brokers = broker.brokers) => {
    const made = kafkajsClient({ brokers, clientId: 'faults' });
    clients.push(made);
    return made;
  };
  /** The first group of a new broker waits for its coordinator to load. */
  const untilGroupsWork = async () => {
    let works = false;
    const onFault: FollowOptions['onFault'] = (fault) => {
      works ||= fault === undefined;
    };
    await client().follow({ from: [{ topic: 'first', partition: 0 }], onRecords: async () => {}, onFault });
    await until(() => works, 30);
    await Promise.all(clients.splice(0).map((made) => made.close()));
  };
  const withAdmin = async (work: (it: ReturnType<typeof admin>) => Promise<unknown>) => {
    const it = admin();
    await it.connect();
    await work(it).finally(() => it.disconnect());
  };
  const createTopic = async (configEntries: { name: string; value: string }[] = [], numPartitions = 1) => {
    const topic = `faults-${randomUUID()}`;
    await withAdmin((it) =>
      it.createTopics({ topics: [{ topic, numPartitions, configEntries }], waitForLeaders: true }),
    );
    return topic;
  };
  /** Follows a partition as a service does, and shows what its log and its state say. */
  const follow = async (topic: string, options: FollowingOptions = {}, kafka = client()) => {
    const lines: string[] = [];
    const write = (facts: object) => void lines.push(String((facts as { reason?: string }).reason));
    const faults = new TransportFaults({
      log: { debug: write, info: () => {}, warn: write, error: write },
      metrics: createMetrics('scoring', { withProcess: false }),
      clock: systemClock,
    });
    let reports = 0;
    await kafka.follow({
      from: [{ topic, partition: options.partition ?? 0 }],
      onRecords: async () => {},
      onFault: (fault) => {
        reports += fault === undefined ? 0 : 1;
        faults.report('consume_observations', fault);
      },
      ...options,
    });
    const standing = () => faults.standing()[0]?.reason;
    return { lines, faults, standing, reports: () => reports };
  };

  it('a topic in a compression that this process cannot read: one line in the log, not a loop', async () => {
    const topic = await createTopic([{ name: 'compression.type', value: 'zstd' }]);
    const kafka = client();
    await kafka.append(topic, 0, [{ value: Buffer.from('x') }]);
    kafkajs.CompressionCodecs[ZSTD] = () => {
      throw Object.assign(new Error('ZSTD compression not implemented'), { name: 'KafkaJSNotImplemented' });
    };
    const { lines, standing, faults, reports } = await follow(topic, {}, kafka);
    await until(() => reports() >= 4, 40);
    expect(standing()).toBe('CODEC_UNSUPPORTED');
    expect(faults.isDone('consume_observations')).toBe(false);
    expect(lines).toEqual(['CODEC_UNSUPPORTED']);

    registerCodecs();
    await until(() => standing() === undefined, 20);
  });

  it('records that the process cannot store', async () => {
    const topic = await createTopic();
    await client().append(topic, 0, [{ value: Buffer.from('x') }]);
    let isDown = true;
    const onRecords = async () => {
      if (isDown) throw new Error('the database does not answer');
    };
    const { standing, lines } = await follow(topic, { onRecords });
    await until(() => standing() === 'NOT_STORED', 30);
    isDown = false;
    await until(() => standing() === undefined, 30);
    expect(lines).toEqual(['NOT_STORED']);
  });

  it('a topic that may not be read', async () => {
    const topic = await createTopic();
    await withAdmin((it) => it.createAcls({ acl: [denied(topic, kafkajs.AclOperationTypes.READ)] }));
    const { standing } = await follow(topic);
    await until(() => standing() === 'NOT_AUTHORIZED', 30);
  });

  it('a topic that may not be written', async () => {
    const topic = await createTopic();
    await withAdmin((it) => it.createAcls({ acl: [denied(topic, kafkajs.AclOperationTypes.WRITE)] }));
    await expect(client().append(topic, 0, [{ value: Buffer.from('x') }])).rejects.toMatchObject({
      reason: 'NOT_AUTHORIZED',
      detail: expect.stringContaining(topic),
    });
  });

  it('a topic that is missing and may not be created, where Kafka creates none by itself', async () => {
    const topic = `faults-${randomUUID()}`;
    const { CREATE } = kafkajs.AclOperationTypes;
    const acl = [allowed(topic), denied(topic, CREATE), ofCluster(allowed('')), ofCluster(denied('', CREATE))];
    await withAdmin((it) => it.createAcls({ acl }));
    const { standing, faults } = await follow(topic);
    await until(() => standing() === 'TOPIC_MISSING', 30);
    expect(faults.standing()[0]?.detail).toContain(`${topic} with 1 partitions`);
    await withAdmin((it) => it.deleteAcls({ filters: acl.slice(2) }));
  });

  it('a topic that this process may neither create nor see', async () => {
    const topic = `faults-${randomUUID()}`;
    await withAdmin((it) => it.createAcls({ acl: [denied(topic, kafkajs.AclOperationTypes.CREATE)] }));
    const { standing } = await follow(topic);
    await until(() => standing() === 'NOT_AUTHORIZED', 30);
  });

  it('a topic that is missing and may be created is created', async () => {
    const topic = `faults-${randomUUID()}`;
    const seen: string[] = [];
    const onRecords: FollowOptions['onRecords'] = async (_, __, records) =>
      void seen.push(...records.map(({ value }) => Buffer.from(value).toString()));
    const { standing } = await follow(topic, { onRecords });
    await until(
      () =>
        client()
          .append(topic, 0, [{ value: Buffer.from('first') }])
          .then(
            () => true,
            () => false,
          ),
      30,
    );
    await until(() => seen.includes('first'), 30);
    expect(standing()).toBeUndefined();
  });

  it('a topic with fewer partitions than wanted that may not be altered', async () => {
    const topic = await createTopic();
    const acl = [allowed(topic), denied(topic, kafkajs.AclOperationTypes.ALTER)];
    await withAdmin((it) => it.createAcls({ acl }));
    const { standing } = await follow(topic, { partition: 2 });
    await until(() => standing() === 'PARTITIONS_MISSING', 30);
  });

  it('a topic with more partitions than wanted is read all the same', async () => {
    const topic = await createTopic([], 7);
    const seen: string[] = [];
    const onRecords: FollowOptions['onRecords'] = async (_, partition, records) =>
      void seen.push(...records.map(({ value }) => `${partition}:${Buffer.from(value)}`));
    const { standing } = await follow(topic, { onRecords });
    for (const partition of [0, 6]) await client().append(topic, partition, [{ value: Buffer.from('x') }]);
    await until(() => seen.length > 0 && standing() === undefined, 30);
    expect(seen).toEqual(['0:x']);
  });

  it('a topic that takes only small records: many go in halves, a large one is refused', async () => {
    const topic = await createTopic([{ name: 'max.message.bytes', value: '10000' }]);
    const records = Array.from({ length: 8 }, () => ({ value: Buffer.alloc(2_000, 'x') }));
    await client().append(topic, 0, records);
    const large = client().append(topic, 0, [{ value: Buffer.alloc(20_000) }]);
    await expect(large).rejects.toMatchObject({ reason: 'RECORD_TOO_LARGE' });
  });

  it('a broker that is not there', async () => {
    await expect(client('127.0.0.1:1').append('t', 0, [{ value: Buffer.from('x') }])).rejects.toMatchObject({
      reason: 'BROKER_UNREACHABLE',
    });
  });
});

/** Everything: a topic that has an entry is no longer open to all. */
function allowed(topic: string) {
  return {
    ...denied(topic, kafkajs.AclOperationTypes.ALL),
    permissionType: kafkajs.AclPermissionTypes.ALLOW,
  };
}

function denied(topic: string, operation: number) {
  return {
    resourceType: kafkajs.AclResourceTypes.TOPIC,
    resourceName: topic,
    resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
    principal: 'User:ANONYMOUS',
    host: '*',
    operation,
    permissionType: kafkajs.AclPermissionTypes.DENY,
  };
}

/** The same for topics of every name. */
function ofCluster(acl: ReturnType<typeof denied>) {
  return { ...acl, resourceType: kafkajs.AclResourceTypes.CLUSTER, resourceName: 'kafka-cluster' };
}
