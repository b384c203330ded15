import { describe, inject } from 'vitest';
import { kafkajsLog } from '#libs/kafka/kafkajs-log.js';
import { MemoryLog } from '#libs/kafka/memory-log.js';
import { logSuite } from './log.suite.js';

logSuite('the log in memory', () => new MemoryLog());

const brokers = inject('kafkaBrokers');
describe.skipIf(brokers === '')('on a real Kafka', () => {
  logSuite('the log on kafkajs', () => kafkajsLog({ brokers, clientId: 'contract' }));
});
