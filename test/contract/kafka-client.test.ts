import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { MemoryKafka } from '#test/doubles/memory-kafka.js';
import { type SecureKafka, startSecureKafka } from '#test/stack/secure-kafka.js';
import { kafkaClientSuite } from './kafka-client.suite.js';

kafkaClientSuite('the client in memory', () => new MemoryKafka());

const brokers = inject('kafkaBrokers');
describe.skipIf(brokers === '')('on a real Kafka', () => {
  kafkaClientSuite('the client on kafkajs', () => kafkajsClient({ brokers, clientId: 'contract' }));
});

describe.skipIf(brokers === '')('on a real Kafka that demands TLS and a login, anew every few seconds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-secure-'));
  let kafka: SecureKafka;
  beforeAll(async () => {
    kafka = await startSecureKafka(folder, { 'connections.max.reauth.ms': '12000' });
  });
  afterAll(async () => {
    await kafka?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  kafkaClientSuite('the client on kafkajs', () =>
    started(() => kafkajsClient({ brokers: kafka.brokers, clientId: 'contract', security: kafka.security })),
  );
});

/** A client that is made at its first use, because the suite asks for one before its broker has started. */
function started(make: () => KafkaClient): KafkaClient {
  let made: KafkaClient | undefined;
  const it = () => {
    made ??= make();
    return made;
  };
  return {
    ensureTopics: (topics) => it().ensureTopics(topics),
    append: (topic, partition, records) => it().append(topic, partition, records),
    follow: (options) => it().follow(options),
    isReachable: () => it().isReachable(),
    close: () => it().close(),
  };
}
