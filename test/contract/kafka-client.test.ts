import { describe, inject } from 'vitest';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { MemoryKafka } from '#test/doubles/memory-kafka.js';
import { kafkaClientSuite } from './kafka-client.suite.js';

kafkaClientSuite('the client in memory', () => new MemoryKafka());

const brokers = inject('kafkaBrokers');
describe.skipIf(brokers === '')('on a real Kafka', () => {
  kafkaClientSuite('the client on kafkajs', () => kafkajsClient({ brokers, clientId: 'contract' }));
});
